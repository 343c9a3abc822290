import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { writePost } from './plain-http'

/** The entries of the main navigation that are marked as the current page or section. */
const markedEntries = (page: Page): Promise<(string | null)[][]> =>
  page
    .getByRole('navigation', { name: 'Main' })
    .locator('[aria-current]')
    .evaluateAll((links) =>
      links.map((link) => [link.getAttribute('href'), link.getAttribute('aria-current')]),
    )

test('marks the current page in the navigation of a member', async ({ member, otherMember }) => {
  const { page } = member
  const own = `/users/${member.username}`
  for (const [path, ...links] of [
    ['/', ['/', 'page'], ['/', 'page']],
    ['/explore', ['/explore', 'page']],
    ['/explore?before=1-1', ['/explore', 'page']],
    ['/notifications?kind=like', ['/notifications', 'page']],
    ['/messages', ['/messages', 'page']],
    [`/messages/${otherMember.username}`, ['/messages', 'true']],
    [own, [own, 'page']],
    [own.toUpperCase().replace('/USERS', '/users'), [own, 'page']],
    [`${own}/followers`, [own, 'true']],
    [`/users/${otherMember.username}`],
    ['/account', ['/account', 'page']],
    ['/account/security', ['/account', 'true']],
    ['/about'],
  ] as const) {
    await page.goto(path)
    expect(await markedEntries(page), path).toEqual(links)
  }
})

test('marks the current page in the navigation of a guest', async ({ guest, guard }) => {
  guard.allow(404)
  for (const [path, ...links] of [
    ['/', ['/', 'page']],
    ['/explore', ['/explore', 'page']],
    ['/explore?before=1-1', ['/explore', 'page']],
    ['/login', ['/login', 'page']],
    ['/login?next=/account', ['/login', 'page']],
    ['/signup', ['/signup', 'page']],
    ['/about'],
    ['/nowhere'],
  ] as const) {
    await guest.goto(path)
    expect(await markedEntries(guest), path).toEqual(links)
  }
})

/** The entries with the visual mark of the current page: a bar below them. */
const entriesWithBar = (page: Page): Promise<string[]> =>
  page.locator('header nav :is(a, button)').evaluateAll((entries) =>
    entries
      .filter((entry) => entry.checkVisibility())
      .filter((entry) => {
        const { content, display, borderBottomWidth } = getComputedStyle(entry, '::after')
        return content !== 'none' && display !== 'none' && borderBottomWidth === '3px'
      })
      .map((entry) => entry.getAttribute('title') ?? entry.textContent?.trim() ?? ''),
  )

const schemes = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
] as const

for (const media of schemes)
  test(`shows the current page, ${media.colorScheme}, forced colours ${media.forcedColors}`, async ({
    member,
    guest,
  }) => {
    const { page } = member
    for (const each of [page, guest]) await each.emulateMedia(media)
    for (const [width, path, entry] of [
      // Narrow phones show no Home, and all phones show Account in a menu.
      [320, '/', 'Roost'],
      [390, '/', 'Home'],
      [390, '/notifications', 'Notifications'],
      [390, '/account', 'More'],
      [768, '/account', 'Account'],
      [1280, '/messages', 'Messages'],
    ] as const) {
      await page.setViewportSize({ width, height: 700 })
      await page.goto(path)
      expect(await entriesWithBar(page), `${path} at ${width}`).toEqual([entry])
    }
    for (const [path, entry] of [
      ['/', 'Roost'],
      ['/explore', 'Explore'],
      ['/login', 'Log in'],
      ['/signup', 'Sign up'],
    ] as const) {
      await guest.goto(path)
      expect(await entriesWithBar(guest), path).toEqual([entry])
    }
  })

test('ends the title of every page with the name of the site [UIX-01]', async ({ member, guest, guard }) => {
  guard.allow(403, 404)
  const id = await writePost(member.context.request, 'Titled')
  const profile = `/users/${member.username}`
  for (const path of [
    ...['/', '/explore', '/notifications', '/messages', '/bookmarks', '/account', '/search?q=titled'],
    ...[profile, `/posts/${id}`, `/posts/${id}/edit`, '/tags/titled', '/nowhere', '/forbidden'],
  ]) {
    await member.page.goto(path)
    await expect(member.page, path).toHaveTitle(/.+ - Roost$/)
  }
  await member.page.goto('/')
  await expect(member.page).toHaveTitle('Home - Roost')
  await guest.goto('/')
  await expect(guest).toHaveTitle('Welcome to Roost')
})
