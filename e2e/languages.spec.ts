import type { Page } from '@playwright/test'
import { directionOf, type Locale, localeNames, locales } from '../lib/i18n/locales'
import { expect, expectFieldError, flash, pressInMenu, test } from './fixtures'
import { findClippedText, findLayoutProblems } from './layout'
import { englishTexts, messagesOf } from './messages-of'
import { newAccount, sendForm, signUp, writePosts, writeReply } from './plain-http'

/** Expects the language of the page, its direction, and no English text. */
async function expectLanguage(page: Page, locale: Locale, where: string): Promise<void> {
  await expect(page.locator('html'), where).toHaveAttribute('lang', locale)
  await expect(page.locator('html'), where).toHaveAttribute('dir', directionOf(locale))
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
  const english = englishTexts(locale)
  expect(
    texts.filter((text) => english.has(text)),
    where,
  ).toEqual([])
}

for (const locale of locales)
  test(`serves complete pages in the language ${locale}, without clipped text at 320 pixels [I18-01, I18-06, FLA-08]`, async ({
    newVisitor,
    guard,
  }) => {
    guard.allow(404)
    const viewport = { width: 320, height: 700 }
    const [guest, member] = [await newVisitor({ locale, viewport }), await newVisitor({ locale, viewport })]
    const { request } = member.context()
    const account = await signUp(request, newAccount('lang'))
    const [id] = await writePosts(request, ['7', 'a', 'b', 'c', 'd', 'e'])
    await writeReply(request, id as number, '8')
    const profile = `/users/${account.username}`
    const lists = [`${profile}/followers`, `${profile}/replies`, `${profile}/likes`]
    const open = [
      '/explore',
      '/about',
      profile,
      ...lists,
      `/posts/${id}`,
      '/tags/nothing',
      '/search?q=7183029465',
    ]
    const settings = ['/account', '/account/security', '/account/blocked', '/notifications', '/messages']
    const own = [...settings, '/bookmarks', `/posts/${id}/edit`, `/posts/${id}/delete`]
    const visits = [
      ...['/', '/login', '/signup', '/nowhere', ...open].map((path) => [guest, path] as const),
      ...['/', '/nowhere', ...open, ...own].map((path) => [member, path] as const),
    ]
    for (const [page, path] of visits) {
      await page.goto(path)
      await expectLanguage(page, locale, path)
      const misfits = [...(await findLayoutProblems(page, 0)), ...(await findClippedText(page))]
      expect(misfits, path).toEqual([])
    }
    const texts = messagesOf(locale)
    await member.goto('/')
    await member.getByRole('button', { name: texts.composer.button, exact: true }).click()
    await expectFieldError(member, texts.composer.label, texts.errors.body.required)
    await sendForm(request, '/', 'body', { body: '9' })
    await member.goto('/')
    await expect(flash(member, texts.flash.posted)).toBeVisible()
  })

test('serves concurrent guests in their own languages [I18-05]', async ({ playwright, baseURL }) => {
  const answers = locales.flatMap((locale) =>
    [1, 2].map(async () => {
      const extraHTTPHeaders = { 'Accept-Language': locale }
      const request = await playwright.request.newContext({ baseURL, extraHTTPHeaders })
      const page = await (await request.get('/login')).text()
      const refused = await sendForm(request, '/login', 'identifier', { identifier: '', password: '' })
      const html = page + (await refused.text())
      await request.dispose()
      const { logIn, errors, site } = messagesOf(locale)
      const texts = [logIn.identifier, logIn.remember, errors.identifier.required, site.skip]
      return texts.filter((text) => !html.includes(text)).map((text) => `${locale}: ${text}`)
    }),
  )
  expect((await Promise.all(answers)).flat()).toEqual([])
})

test('mirrors the pages in a language that is written from right to left [I18-06]', async ({
  newVisitor,
}) => {
  const sides = async (locale: Locale) => {
    const page = await newVisitor({ locale, viewport: { width: 1280, height: 800 } })
    const { request } = page.context()
    await signUp(request, newAccount('side'))
    await writePosts(request, ['Latin words', 'كلمات عربية'])
    await page.goto('/')
    const middle = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { left, right } = element.getBoundingClientRect()
          return (left + right) / 2
        })
    const main = await middle('main')
    const alignments = await page
      .locator('.post-body')
      .evaluateAll((all) => all.slice(0, 2).map((element) => getComputedStyle(element).direction))
    return {
      rail: Math.sign((await middle('.rail')) - main),
      side: Math.sign((await middle('.side')) - main),
      avatar: Math.sign((await middle('.post .avatar')) - main),
      time: Math.sign((await middle('.post-head time')) - main),
      alignments,
    }
  }
  // Posts keep the direction of their own text.
  const alignments = ['rtl', 'ltr']
  expect(await sides('en')).toEqual({ rail: -1, side: 1, avatar: -1, time: 1, alignments })
  expect(await sides('ar')).toEqual({ rail: 1, side: -1, avatar: 1, time: -1, alignments })
})

test('prefers the chosen language over the browser’s, and stores it with the account [I18-04, FLA-08]', async ({
  member,
  newVisitor,
}) => {
  const { page } = member
  await page.goto('/explore')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await pressInMenu(page, localeNames.es)
  await expectLanguage(page, 'es', 'after the switch')
  await expect(page).toHaveURL('/explore')
  await page.goto('/account')
  await expectLanguage(page, 'es', '/account')
  const elsewhere = await newVisitor()
  await elsewhere.goto('/login')
  await expect(elsewhere.locator('html')).toHaveAttribute('lang', 'en')
  await elsewhere.getByLabel('Username or email').fill(member.username)
  await elsewhere.getByLabel('Password').fill(member.password)
  await elsewhere.getByRole('button', { name: 'Log in' }).click()
  await expect(elsewhere).toHaveURL('/')
  await elsewhere.reload()
  await expectLanguage(elsewhere, 'es', 'logged in elsewhere')
})

test('switches to right-to-left when a guest selects Arabic [I18-04, I18-06]', async ({ guest }) => {
  await guest.setViewportSize({ width: 1280, height: 800 })
  await guest.goto('/about')
  for (const locale of ['ar', 'pt-BR'] as const) {
    await guest.getByRole('button', { name: localeNames[locale] }).click()
    await expectLanguage(guest, locale, localeNames[locale])
    await expect(guest).toHaveURL('/about')
  }
  await expect(guest.getByRole('link', { name: messagesOf('pt-BR').nav.logIn, exact: true })).toBeVisible()
})

for (const [header, language] of [
  ['es-AR,en;q=0.5', 'es'],
  ['en;q=0.5,es;q=0.9', 'es'],
  ['fr,de;q=0.9', 'fr'],
  ['pt-PT,en;q=0.9', 'pt-BR'],
  ['ar-EG', 'ar'],
  ['it,ja-JP;q=0.5', 'ja'],
  ['zh-TW', 'en'],
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
      expect(html, path).toContain(`<html lang="${language}" dir="${directionOf(language)}"`)
    }
    await request.dispose()
  })
