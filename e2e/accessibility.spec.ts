import type { Page } from '@playwright/test'
import { expectAccessible, expectAccessibleColors } from './accessible'
import { expect, flash, postWith, test } from './fixtures'
import { findLayoutProblems } from './layout'
import { sendPlainMessages } from './messages'
import { follow, newAccount, sendForm, uniqueName, writePosts, writeReply } from './plain-http'
import { createWebhook } from './receiver'

const bodies = ['Words #topic @nobody https://example.com/a/long/address', '🦜'.repeat(40), 'm'.repeat(200)]

/** In windows of these widths, pages show different parts, and components check the width when they are mounted. */
const [narrow, wide] = [390, 1280]

/**
 * Opens a page and checks it in every width and colour scheme, without loading it again. It is loaded at the first width.
 */
async function visit(page: Page, path: string, { act = async () => {}, first = narrow } = {}): Promise<void> {
  await setAppearance(page, first, 'light')
  await page.goto(path)
  await act()
  await checkAppearance(page, path, first)
  await widenOrNarrow(page, first === narrow ? wide : narrow)
  await checkAppearance(page, path, first === narrow ? wide : narrow)
}

async function checkAppearance(page: Page, path: string, width: number): Promise<void> {
  const where = `${path}, ${width} pixels wide`
  await expectAccessible(page, `${where}, light`)
  expect(await findLayoutProblems(page), where).toEqual([])
  await setAppearance(page, width, 'dark')
  await expectAccessibleColors(page, `${where}, dark`)
}

/** Waits for the lists beside a page of a member, which a wide window loads. */
async function widenOrNarrow(page: Page, width: number): Promise<void> {
  const isMember = (await page.locator('.new-post').count()) > 0
  const loadsLists = width === wide && isMember && (await page.locator('.side-lists').count()) > 0
  const lists = loadsLists ? page.waitForResponse(/\/data\/side/) : undefined
  await setAppearance(page, width, 'light')
  await lists
}

/** Without motion: axe would read the colours in the middle of a transition. */
async function setAppearance(page: Page, width: number, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.setViewportSize({ width, height: 844 })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
}

test('has no accessibility violations for a guest, in both colour schemes and widths [UIX-01]', async ({
  member,
  newVisitor,
  guard,
}) => {
  guard.allow(404)
  const { request } = member.context
  const [id] = await writePosts(request, bodies)
  await writeReply(request, id as number, 'An answer')
  await sendForm(request, `/posts/${id}/edit`, 'body', { body: 'Other words #topic' })
  const page = await newVisitor()
  const profile = `/users/${member.username}`
  const paths = [
    '/',
    '/explore',
    '/about',
    '/login',
    '/signup',
    profile,
    `${profile}/followers`,
    `${profile}/likes`,
    `/posts/${id}`,
    `/posts/${id}/likes`,
    `/posts/${id}/history`,
    '/search?q=words',
  ]
  for (const path of [...paths, '/tags/topic', '/nowhere']) await visit(page, path)
  for (const path of ['/', `/posts/${id}`]) await visit(page, path, { first: wide })
  await visit(page, '/signup', {
    act: async () => {
      await page.getByRole('button', { name: 'Sign up' }).click()
      await expect(page.getByText('Choose a username.')).toBeVisible()
    },
  })
})

test('has no accessibility violations for a member, in both colour schemes and widths [UIX-01]', async ({
  member,
  otherMember,
  guard,
}) => {
  guard.allow(404, 403)
  const { page } = member
  const { request } = member.context
  // Without live updates: the link to new posts of other tests would cover parts of a post.
  await page.route('**/data/stream*', (route) => route.abort())
  const [id] = await writePosts(request, bodies)
  const [foreign] = await writePosts(otherMember.context.request, ['Not yours'])
  await follow(otherMember.context.request, member.username)
  const thread = `/messages/${otherMember.username}`
  await sendPlainMessages(request, otherMember.username, ...bodies)
  await sendPlainMessages(otherMember.context.request, member.username, ...bodies)
  await sendForm(request, '/account', 'displayName', {
    displayName: 'W'.repeat(50),
    aboutMe: 'w'.repeat(160),
  })
  const profile = `/users/${member.username}`
  await writeReply(otherMember.context.request, id as number, 'An answer')
  const account = [
    '/account',
    '/account/security',
    '/account/blocked',
    '/account/data',
    '/account/tokens',
    '/account/webhooks',
    await createWebhook(request, member),
    '/account/apps',
    '/account/apps/new',
    '/account/delete',
    '/account/log-in-again',
  ]
  const own = [`/posts/${id}`, `/posts/${id}/edit`, `/posts/${id}/delete`, ...account]
  const others = [
    `/users/${otherMember.username}/replies`,
    `/users/${otherMember.username}`,
    `${profile}/followers`,
    `/posts/${foreign}/edit`,
    '/messages',
    thread,
    '/notifications',
    '/search?q=words from:nobody before:soon',
    '/nowhere',
  ]
  for (const path of ['/', '/explore', '/about', '/tags/topic', '/bookmarks', profile, ...own, ...others])
    await visit(page, path)
  for (const path of ['/', thread]) await visit(page, path, { first: wide })
  await visit(page, '/', {
    act: async () => {
      await page.getByRole('article').first().getByRole('button', { name: 'Delete' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  })
})

test('has no accessibility violations with motion, after its animations [UIX-01]', async ({ member }) => {
  const { page } = member
  const [id] = await writePosts(member.context.request, ['Words #topic'])
  const check = async (where: string) => {
    await page.evaluate(async () => {
      const running = document
        .getAnimations()
        .filter((animation) => animation.effect?.getTiming().iterations === 1)
      await Promise.all(running.map(({ finished }) => finished.catch(() => {})))
    })
    await expectAccessible(page, where)
    expect(await findLayoutProblems(page), where).toEqual([])
  }
  for (const [width, colorScheme] of [
    [narrow, 'dark'],
    [wide, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'no-preference' })
    await page.goto('/explore')
    await check('/explore')
    await page.getByRole('link', { name: 'Messages' }).filter({ visible: true }).click()
    await page.waitForURL('/messages')
    await check('/messages')
    await page.goto(`/posts/${id}`)
    await page.getByRole('article').first().getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await check('the dialog')
  }
})

for (const theme of ['Light', 'Dark'])
  test(`has no accessibility violations in the ${theme} theme [UIX-01]`, async ({ member }) => {
    const { page } = member
    await page.goto('/account')
    await page.getByRole('button', { name: theme }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase())
    await expect(page.getByRole('button', { name: theme })).toHaveAttribute('aria-pressed', 'true')
    await expectAccessible(page, theme)
  })

async function tabTo(page: Page, name: string | RegExp, role: 'button' | 'link' | 'textbox'): Promise<void> {
  const target = page.getByRole(role, { name, exact: typeof name === 'string' }).first()
  // The empty home page has about 40 tab stops: people to follow, tags, and the link to new posts of other tests.
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${role} ${name}`)
}

test('supports sign-up, posting, deleting and log-out by keyboard alone [FRM-03, FRM-06]', async ({
  page,
}) => {
  const account = newAccount()
  await page.goto('/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await page.goto('/signup')
  await expect(page.getByLabel('Username')).toBeFocused()
  await page.keyboard.type(account.username)
  await page.keyboard.press('Tab')
  await page.keyboard.type(account.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(account.password)
  await page.keyboard.press('Tab')
  await page.keyboard.type(account.password)
  await page.keyboard.press('Enter')
  await expect(flash(page, `Welcome, ${account.username}!`)).toBeVisible()

  const text = `Typed ${uniqueName()}`
  await tabTo(page, 'Say something', 'textbox')
  await page.keyboard.type(text)
  await tabTo(page, 'Post', 'button')
  await page.keyboard.press('Enter')
  await expect(postWith(page, text)).toBeVisible()
  await tabTo(page, 'Delete', 'button')
  await page.keyboard.press('Space')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(flash(page, 'The post is deleted.')).toBeVisible()
  await tabTo(page, 'Log out', 'button')
  await page.keyboard.press('Enter')
  await expect(flash(page, 'You are logged out.')).toBeVisible()
})

test('outlines the focused element [FRM-03]', async ({ page }) => {
  await page.goto('/login')
  const outline = (name: string) =>
    page.getByRole('button', { name, exact: true }).evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth)
    })
  await tabTo(page, 'Log in', 'button')
  expect(await outline('Log in')).toBeGreaterThanOrEqual(2)
})
