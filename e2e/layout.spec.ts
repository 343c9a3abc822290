import type { Page } from '@playwright/test'
import { routes } from '../lib/request/routes'
import { insertFailedMail, makeAdmin } from './admin'
import { expect, flash, type Member, test } from './fixtures'
import { findLayoutProblems } from './layout'
import { linkIn, receiveMail } from './mail'
import { sendPlainMessages } from './messages'
import { consentPath, insertApp } from './oauth'
import { follow, logIn, newAccount, sendForm, signUp, writePost, writePosts, writeReply } from './plain-http'
import { createWebhook } from './receiver'

const widths = [320, 390, 768, 1280]

const bodies = [
  'Words #topic @nobody https://example.com/a/long/address',
  '🦜'.repeat(40),
  'm'.repeat(200),
  `https://example.com/${'long/'.repeat(30)}`,
]

/** Creates content that is hard to lay out for every kind of page. Returns the paths. */
async function fillPages(member: Member, other: Member): Promise<{ open: string[]; own: string[] }> {
  const { request } = member.context
  const [id] = await writePosts(request, bodies)
  await sendForm(request, `/posts/${id}/edit`, 'body', { body: 'Other words #topic' })
  await writeReply(other.context.request, id as number, 'm'.repeat(100))
  await follow(other.context.request, member.username)
  await sendPlainMessages(request, other.username, ...bodies)
  await sendPlainMessages(other.context.request, member.username, ...bodies)
  await sendForm(request, '/account', 'displayName', {
    displayName: 'W'.repeat(50),
    aboutMe: 'w'.repeat(160),
  })
  makeAdmin(member)
  const { app, clientId } = insertApp(member, { name: 'W'.repeat(50), isAllowed: true })
  insertFailedMail(member.email, 'm'.repeat(200))
  const profile = `/users/${member.username}`
  const post = `/posts/${id}`
  return {
    open: [
      ...[
        '/',
        '/explore',
        '/about',
        '/api/docs',
        profile,
        `${profile}/followers`,
        `/users/${other.username}/following`,
      ],
      ...[`/users/${other.username}/replies`, `${profile}/likes`],
      ...[post, `${post}/likes`, `${post}/history`, '/tags/topic', '/nowhere'],
      ...['/search?q=words', `/search?q=${'m'.repeat(200)}`, '/search?q=words from:nobody before:soon'],
    ],
    own: [
      '/account/log-in-again',
      ...[`/users/${other.username}`, '/bookmarks', '/notifications', '/messages'],
      ...[`/messages/${other.username}`, `/messages/${member.username}`, `${post}/edit`, `${post}/delete`],
      ...['/account', '/account/security', '/account/blocked', '/account/data', '/account/delete'],
      '/account/webhooks',
      ...['/account/tokens', '/account/apps', '/account/apps/new', `/account/apps/edit?app=${app}`],
      ...[consentPath(clientId), '/forbidden', '/admin/jobs'],
    ],
  }
}

/** Logs a guest in to an account that is about to be deleted. */
async function logInToPendingDeletion(guest: Page): Promise<void> {
  const { request } = guest.context()
  const account = await signUp(request)
  await sendForm(request, '/account/delete', 'current', { current: account.password })
  const response = await logIn(request, account)
  expect(response.headers().location).toBe('/account/keep')
}

for (const locale of ['en', 'es'])
  test(`has no layout problems on any page at any width, in the language ${locale} [UIX-01]`, async ({
    member,
    otherMember,
    newVisitor,
    guard,
  }) => {
    guard.allow(403, 404)
    const { open, own } = await fillPages(member, otherMember)
    const guest = await newVisitor()
    for (const page of [guest, member.page])
      await page
        .context()
        .addCookies([{ name: 'roost.locale', value: locale, url: test.info().project.use.baseURL as string }])
    // A log-in that opens no session leads to the page that keeps the account.
    await logInToPendingDeletion(guest)
    await guest.goto('/reset-password')
    await guest.locator('[name=email]').fill(member.email)
    await guest.locator('main form button').click()
    const newPassword = linkIn(await receiveMail(member.email), '/reset-password/')
    // Sends mails too, so it comes after the mail with the link.
    own.push(await createWebhook(member.context.request, member))
    const usedLinks = ['/verify-email/used', '/undo-email-change/used']
    const visits = [
      ...[...open, '/login', '/signup', '/reset-password', newPassword].map((path) => [guest, path] as const),
      ...['/account/keep', '/unsubscribe/x', ...usedLinks].map((path) => [guest, path] as const),
      ...[...open, ...own, ...usedLinks].map((path) => [member.page, path] as const),
    ]
    const visited = visits.map(([, path]) => new URL(path, 'http://localhost').pathname)
    const left = routes.filter(
      ({ pattern, developmentOnly }) => !developmentOnly && !visited.some((path) => pattern.test(path)),
    )
    expect(left.map(({ pattern }) => pattern.source)).toEqual([])
    const misfits: string[] = []
    for (const [page, path] of visits) {
      await page.goto(path)
      for (const width of widths) {
        await page.setViewportSize({ width, height: 700 })
        const found = await findLayoutProblems(page)
        misfits.push(...found.map((what) => `${path} at ${width} pixels: ${what}`))
      }
    }
    expect(misfits).toEqual([])
  })

test('wraps a long name in a flash message', async ({ member, newVisitor }) => {
  const { page } = member
  const other = await newVisitor()
  const { username } = await signUp(other.context().request, newAccount('W'.repeat(19)))
  await sendPlainMessages(member.context.request, username, 'Hello')
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/about')
  await expect(flash(page, 'Your message to W')).toBeVisible()
  expect(await findLayoutProblems(page)).toEqual([])
})

test('keeps Save beside Cancel on a phone', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'To be changed')
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 700 })
    await page.goto(`/posts/${id}/edit`)
    const [cancel, save] = await Promise.all([
      page.getByRole('link', { name: 'Cancel' }).boundingBox(),
      page.getByRole('button', { name: 'Save' }).boundingBox(),
    ])
    expect(save?.y, `${width} pixels`).toBe(cancel?.y)
  }
})
