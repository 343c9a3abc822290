import type { Page } from '@playwright/test'
import en from '../lib/i18n/messages/en.json' with { type: 'json' }
import es from '../lib/i18n/messages/es.json' with { type: 'json' }
import { expect, expectFieldError, flash, pressInMenu, test } from './fixtures'
import { newAccount, sendForm, signUp, writePosts } from './plain-http'

/** English texts without parameters whose Spanish translation differs. */
const english = flattenMessages(en)
  .filter(([key, text]) => text.length > 3 && !/[{<]/.test(text) && messageAt(es, key) !== text)
  .map(([, text]) => text)

function flattenMessages(node: object, path = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : flattenMessages(value, `${path}${key}.`),
  )
}

function messageAt(node: unknown, path: string): unknown {
  return path.split('.').reduce((at, key) => (at as Record<string, unknown>)?.[key], node)
}

async function expectSpanish(page: Page, where: string): Promise<void> {
  await expect(page.locator('html'), where).toHaveAttribute('lang', 'es')
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = [document.title]
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode
      if (!parentElement?.closest('script, style, [lang]:not(html)')) found.push(textContent?.trim() ?? '')
    }
    const named = document.querySelectorAll('[aria-label], [placeholder], [title], img[alt]')
    for (const element of named)
      for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        found.push(element.getAttribute(name) ?? '')
    return found
  })
  expect(
    texts.filter((text) => english.includes(text)),
    where,
  ).toEqual([])
}

test('serves Spanish pages to a guest with a Spanish browser [FLA-08, I18-06]', async ({
  member,
  newVisitor,
  guard,
}) => {
  guard.allow(404)
  const page = await newVisitor({ locale: 'es-AR' })
  const [id] = await writePosts(member.context.request, ['Hola', 'a', 'b', 'c', 'd', 'e'])
  const profile = `/users/${member.username}`
  const paths = [
    '/',
    '/explore',
    '/about',
    '/login',
    '/signup',
    profile,
    `${profile}/followers`,
    `/posts/${id}`,
  ]
  for (const path of [...paths, '/tags/nada', '/nowhere']) {
    await page.goto(path)
    await expectSpanish(page, path)
  }
  await expect(page.getByRole('link', { name: es.nav.logIn, exact: true })).toBeVisible()
})

test('serves Spanish pages, messages and errors to a member with a Spanish browser [FLA-08, I18-06]', async ({
  newVisitor,
  guard,
}) => {
  guard.allow(404)
  const page = await newVisitor({ locale: 'es-ES' })
  const { request } = page.context()
  const account = await signUp(request, newAccount('esp'))
  const [id] = await writePosts(request, ['Hola'])
  await page.goto('/login')
  await expectSpanish(page, '/')
  const own = [`/posts/${id}`, `/posts/${id}/edit`, `/posts/${id}/delete`, '/account', '/account/security']
  for (const path of ['/', '/explore', `/users/${account.username}`, ...own, '/nowhere']) {
    await page.goto(path)
    await expectSpanish(page, path)
  }
  await sendForm(request, '/', 'body', { body: 'Otra' })
  await page.goto('/')
  await expect(flash(page, es.flash.posted)).toBeVisible()
  await page.getByRole('button', { name: es.composer.button, exact: true }).click()
  await expectFieldError(page, es.composer.label, es.errors.body.required)
})

test('prefers the chosen language over the browser’s, and stores it with the account [I18-04, FLA-08]', async ({
  member,
  newVisitor,
}) => {
  const { page } = member
  await page.goto('/explore')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await pressInMenu(page, 'Español')
  await expectSpanish(page, 'after the switch')
  await expect(page).toHaveURL('/explore')
  await page.goto('/account')
  await expectSpanish(page, '/account')
  const elsewhere = await newVisitor()
  await elsewhere.goto('/login')
  await expect(elsewhere.locator('html')).toHaveAttribute('lang', 'en')
  await elsewhere.getByLabel('Username or email').fill(member.username)
  await elsewhere.getByLabel('Password').fill(member.password)
  await elsewhere.getByRole('button', { name: 'Log in' }).click()
  await expect(elsewhere).toHaveURL('/')
  await elsewhere.reload()
  await expectSpanish(elsewhere, 'logged in elsewhere')
})

for (const [header, language] of [
  ['es-AR,en;q=0.5', 'es'],
  ['en;q=0.5,es;q=0.9', 'es'],
  ['fr,de;q=0.9', 'en'],
  ['', 'en'],
  ['*', 'en'],
] as const)
  test(`serves ${language} for Accept-Language "${header}" [I18-02, I18-03]`, async ({
    playwright,
    baseURL,
  }) => {
    const request = await playwright.request.newContext({ baseURL })
    for (const path of ['/', '/?a', '/explore', '/login']) {
      const html = await (await request.get(path, { headers: { 'Accept-Language': header } })).text()
      expect(html, path).toContain(`<html lang="${language}"`)
    }
    await request.dispose()
  })
