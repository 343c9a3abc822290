import type { BrowserContext, BrowserContextOptions, Page } from '@playwright/test'
import { startTranslationServer, type TranslationServer } from '../lib/testing/translation-server'
import { expectAccessible } from './accessible'
import { expect, openLive, postWith, test } from './fixtures'
import { HttpMember } from './http-member'
import { needs } from './needs'
import { type OwnServer, startOwnServer } from './own-server'
import { uniqueName } from './plain-http'

// All tests of this file share one server, and one translation service whose responses they configure.
test.describe.configure({ mode: 'default' })
needs('own server')

const key = 'k-never-in-a-browser'

let service: TranslationServer
let own: OwnServer
let author: HttpMember
test.beforeAll(async () => {
  service = await startTranslationServer()
  own = await startOwnServer(undefined, { TRANSLATE_URL: service.url, TRANSLATE_KEY: key })
  author = await HttpMember.signUp(own.url, uniqueName())
})
test.afterAll(async () => {
  service.stop()
  await own.stop()
})
test.beforeEach(() => service.behave('translate'))

/** Signs a new member in to the test's own server. */
async function signIn(context: BrowserContext): Promise<void> {
  const { cookie } = await HttpMember.signUp(own.url, uniqueName())
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: own.url, httpOnly: true, sameSite: 'Lax' }])
}

/** Creates a post in German with unique words. */
async function writeGerman(): Promise<{ id: number; body: string; translation: string }> {
  const body = `Heute Abend gibt es im Garten Suppe für alle Nachbarn ${uniqueName()}`
  return { id: await author.write('/', body), body, translation: `de>en: ${body.toUpperCase()}` }
}

const button = (page: Page, body: string) => postWith(page, body).getByRole('button', { name: 'Translate' })

test('offers a translation of posts in another language only [TRA-02]', async ({ page, context, guest }) => {
  const { body } = await writeGerman()
  const english = `Tonight there is soup in the garden for everybody ${uniqueName()}`
  await author.post(english)
  await author.post('ok')
  await signIn(context)
  await page.goto(`${own.url}/explore`)
  await expect(button(page, body)).toBeVisible()
  await expect(postWith(page, body).locator('.post-body')).toHaveAttribute('lang', 'de')
  await expect(button(page, english)).toHaveCount(0)
  await expect(postWith(page, 'ok').getByRole('button', { name: 'Translate' })).toHaveCount(0)
  await expectAccessible(page, 'a post with a translation')

  await guest.goto(`${own.url}/explore`)
  await expect(postWith(guest, body)).toBeVisible()
  await expect(button(guest, body)).toHaveCount(0)

  await context.addCookies([{ name: 'roost.locale', value: 'es', url: own.url }])
  await page.reload()
  await expect(postWith(page, english).getByRole('button', { name: 'Traducir' })).toBeVisible()
})

test('shows a spinner, then the translation below the original, without loading the page [TRA-03]', async ({
  page,
  context,
}) => {
  const { id, body, translation } = await writeGerman()
  await signIn(context)
  await page.goto(`${own.url}/posts/${id}`)
  await page.evaluate(() => document.body.setAttribute('data-same-document', ''))
  service.behave('hold')
  await button(page, body).click()
  const status = postWith(page, body).locator('.translation').getByRole('status')
  await expect(status).toHaveText('Translating…')
  await expect(button(page, body)).toHaveCount(0)
  await expect(page.locator('.translation')).toBeFocused()
  await expect.poll(() => service.received.length).toBeGreaterThan(0)
  service.release()
  await expect(status.getByText('Translated from German')).toBeVisible()
  const text = status.getByText(translation)
  await expect(text).toHaveAttribute('lang', 'en')
  await expect(postWith(page, body).locator('.post-body')).toHaveText(body)
  await expect(page.locator('[data-same-document]')).toHaveCount(1)
  const [original, below] = [await page.locator('.post-body').boundingBox(), await text.boundingBox()]
  expect(below?.y).toBeGreaterThan(original?.y ?? Number.POSITIVE_INFINITY)
  await expectAccessible(page, 'a post with a translation')
})

test('explains a failure of the service and of the network in place, and retries [TRA-05]', async ({
  page,
  context,
  guard,
}) => {
  guard.allow(503)
  const { id, body, translation } = await writeGerman()
  await signIn(context)
  await page.goto(`${own.url}/posts/${id}`)
  const error = postWith(page, body).getByRole('alert')
  for (const behaviour of ['error', 'garbage', 'close'] as const) {
    service.behave(behaviour)
    const answer = page.waitForResponse('**/translate')
    await button(page, body).click()
    expect((await answer).status()).toBe(503)
    await expect(error).toHaveText('The translation failed. Try again later.')
  }
  await page.route('**/translate', (route) => route.abort('aborted'))
  await button(page, body).click()
  await expect(error).toHaveText('Could not contact the server. Check your connection and try again.')
  await page.unroute('**/translate')
  service.behave('translate')
  await button(page, body).click()
  await expect(postWith(page, body).getByText(translation)).toBeVisible()
  await expect(error).toHaveCount(0)
})

test('keeps the key on the server, and requests each translation once for all readers [TRA-06]', async ({
  page,
  context,
  newVisitor,
}) => {
  const { id, body, translation } = await writeGerman()
  const before = service.received.length
  for (const reader of [page, await newVisitor()]) {
    await signIn(reader.context())
    await reader.goto(`${own.url}/posts/${id}`)
    const answer = reader.waitForResponse('**/translate')
    await button(reader, body).click()
    await expect(postWith(reader, body).getByText(translation)).toBeVisible()
    expect(await (await answer).json()).toEqual({ text: translation })
  }
  const sent = service.received.slice(before)
  expect(sent).toHaveLength(1)
  expect(sent[0]?.body).toMatchObject({ api_key: key })
  const html = await (await context.request.get(`${own.url}/posts/${id}`)).text()
  expect(html).toContain('Translate')
  expect(html).not.toContain(key)
  expect(own.output()).not.toContain(key)
})

test('removes the translation after an edit', async ({ page, context }) => {
  const { id, body, translation } = await writeGerman()
  await signIn(context)
  await openLive(page, `${own.url}/posts/${id}`)
  await button(page, body).click()
  await expect(page.getByText(translation)).toBeVisible()
  const edited = `Morgen gibt es im Garten Kuchen für alle Kinder ${uniqueName()}`
  await author.edit(id, edited)
  await expect(postWith(page, edited)).toBeVisible()
  await expect(page.getByText(translation)).toHaveCount(0)
  await button(page, edited).click()
  await expect(page.getByText(`de>en: ${edited.toUpperCase()}`)).toBeVisible()
})

const browsers: [string, BrowserContextOptions][] = [
  ['with JavaScript', {}],
  ['without JavaScript', { javaScriptEnabled: false }],
]
for (const [name, options] of browsers)
  test(`does not offer the languages that the member reads, ${name} [TRA-02]`, async ({ newVisitor }) => {
    const { id, body } = await writeGerman()
    const page = await newVisitor(options)
    await signIn(page.context())
    await page.goto(`${own.url}/posts/${id}`)
    await expect(button(page, body)).toBeVisible()
    await page.goto(`${own.url}/account`)
    await page.getByText('Languages I read').first().click()
    await page.getByLabel('German').check()
    const settings = page.locator('form').filter({ has: page.getByLabel('German') })
    await settings.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Your languages are saved.')).toBeVisible()
    await page.goto(`${own.url}/posts/${id}`)
    await expect(postWith(page, body)).toBeVisible()
    await expect(button(page, body)).toHaveCount(0)
  })

test('translates in the card without JavaScript, and explains a failure there [TRA-03, TRA-05]', async ({
  newVisitor,
}) => {
  const { body, translation } = await writeGerman()
  const page = await newVisitor({ javaScriptEnabled: false })
  await signIn(page.context())
  await page.goto(`${own.url}/explore`)
  service.behave('error')
  await button(page, body).click()
  const alert = postWith(page, body).getByRole('alert')
  await expect(alert).toHaveText('The translation failed. Try again later.')
  service.behave('translate')
  await button(page, body).click()
  await expect(postWith(page, body).getByText(translation)).toBeVisible()
  await expect(page.getByText('Translated from German')).toHaveCount(1)
  await expect(page).toHaveURL(`${own.url}/explore`)
})

test('shows no translation controls when no service is configured [TRA-05]', async ({ member, guard }) => {
  const { page } = member
  const body = `Heute Abend gibt es im Garten Suppe für alle ${uniqueName()}`
  await page.goto('/')
  await page.getByLabel('Say something').fill(body)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(postWith(page, body)).toBeVisible()
  await expect(button(page, body)).toHaveCount(0)
  await page.goto('/account')
  await expect(page.getByText('Languages I read')).toHaveCount(0)
  guard.allow(503)
  const response = await page.request.post('/translate', {
    data: { text: 'Guten Tag', source_language: 'de', dest_language: 'en' },
  })
  expect(response.status()).toBe(503)
  expect(await response.json()).toEqual({
    error: 'off',
    message: 'Translation is not available on this site.',
  })
})

test('refuses guests and pages of other sites [TRA-04, TRA-06]', async ({ context }) => {
  const data = { text: 'Guten Tag', source_language: 'de', dest_language: 'en' }
  const asGuest = await context.request.post(`${own.url}/translate`, { data })
  expect(asGuest.status()).toBe(401)
  await signIn(context)
  const asMember = await context.request.post(`${own.url}/translate`, { data })
  expect(await asMember.json()).toEqual({ text: 'de>en: GUTEN TAG' })
  const headers = { Origin: 'https://evil.example' }
  const fromElsewhere = await context.request.post(`${own.url}/translate`, { data, headers })
  expect(fromElsewhere.status()).toBe(403)
})
