import { expectAccessible } from './accessible'
import { expect, test } from './fixtures'

for (const [locale, title, retry] of [
  ['en-GB', 'You are offline.', 'Try again'],
  ['es-ES', 'Estás sin conexión.', 'Intentarlo de nuevo'],
] as const)
  test(`shows a page without a connection, and loads the requested page afterwards (${locale})`, async ({
    newVisitor,
  }) => {
    const page = await newVisitor({ locale, serviceWorkers: 'allow' })
    await page.goto('/about')
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.context().setOffline(true)
    await page.goto('/explore')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    await expect(page.locator('html')).toHaveAttribute('lang', locale.slice(0, 2))
    expect(await page.locator('header').evaluate((header) => getComputedStyle(header).display)).toBe('flex')
    await expectAccessible(page, 'offline page')
    await page.context().setOffline(false)
    await page.getByRole('link', { name: retry }).click()
    await expect(page).toHaveURL('/explore')
    await expect(page.getByRole('search')).toBeVisible()
  })

test('stores nothing but the offline page and its stylesheet', async ({ newVisitor, member }) => {
  const page = await newVisitor({ locale: 'en-GB', serviceWorkers: 'allow' })
  await page.context().addCookies(await member.context.cookies())
  await page.goto('/')
  await page.evaluate(() => navigator.serviceWorker.ready)
  for (const path of ['/notifications', '/messages', '/account']) await page.goto(path)
  const stored = await page.evaluate(async () => {
    const names = await caches.keys()
    const caches_ = await Promise.all(names.map((name) => caches.open(name)))
    const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat()
    const texts = await Promise.all(requests.map(async (one) => (await caches.match(one))?.text()))
    return { paths: requests.map(({ url }) => new URL(url).pathname).sort(), text: texts.join('') }
  })
  expect(stored.paths).toEqual(['/offline/en', '/plain-page.css'])
  expect(stored.text).not.toContain(member.username)
})

test('changes the language of the offline page with that of the site', async ({ newVisitor }) => {
  const page = await newVisitor({ locale: 'en-GB', serviceWorkers: 'allow' })
  await page.goto('/about')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.getByRole('button', { name: 'Español' }).first().click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await expect
    .poll(() =>
      page.evaluate(async () =>
        (await navigator.serviceWorker.getRegistration())?.active?.scriptURL.slice(-2),
      ),
    )
    .toBe('es')
  await page.context().setOffline(true)
  await page.goto('/explore')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Estás sin conexión.')
  await page.context().setOffline(false)
})

test('returns 404 for an offline page in an unknown language', async ({ request }) => {
  const response = await request.get('/offline/xx', { headers: { Accept: 'text/html' } })
  expect([response.status(), (await response.text()).includes('</main>')]).toEqual([404, true])
})
