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
    ['/', ['/', 'page']],
    ['/explore', ['/explore', 'page']],
    ['/explore?before=1-1', ['/explore', 'page']],
    ['/notifications?kind=like', ['/notifications', 'page']],
    ['/messages', ['/messages', 'page']],
    [`/messages/${otherMember.username}`, ['/messages', 'true']],
    [own, [own, 'page']],
    [own.toUpperCase().replace('/USERS', '/users'), [own, 'page']],
    [`${own}/followers`, [own, 'true']],
    [`/users/${otherMember.username}`],
    ['/account'],
    ['/about'],
  ] as const) {
    await page.goto(path)
    expect(await markedEntries(page), path).toEqual(links)
  }
})

test('marks the current page in the navigation of a guest', async ({ guest, guard }) => {
  guard.allow(404)
  for (const [path, ...links] of [
    ['/'],
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

/** The visible entries of the header with a different background or colour than the others. */
const entriesWithMark = (page: Page): Promise<string[]> =>
  page.getByRole('banner').evaluate((header) => {
    const entries = [...header.querySelectorAll<HTMLElement>('.nav-item')].filter((entry) =>
      entry.checkVisibility(),
    )
    const look = (entry: HTMLElement) => {
      const { backgroundColor, color } = getComputedStyle(entry)
      return `${backgroundColor} ${color}`
    }
    const looks = entries.map(look)
    const common = looks.filter((one) => looks.filter((other) => other === one).length > 1)[0]
    return entries
      .filter((entry) => common !== undefined && look(entry) !== common)
      .map((entry) => entry.querySelector('span')?.textContent ?? '')
  })

const schemes = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
] as const

for (const media of schemes)
  test(`highlights the current page, ${media.colorScheme}, forced colours ${media.forcedColors}`, async ({
    member,
  }) => {
    const { page } = member
    await page.emulateMedia(media)
    for (const [width, path, entry] of [
      [320, '/', 'Home'],
      [390, '/notifications', 'Notifications'],
      [768, '/bookmarks', 'Bookmarks'],
      [1280, '/messages', 'Messages'],
    ] as const) {
      await page.setViewportSize({ width, height: 700 })
      await page.goto(path)
      expect(await entriesWithMark(page), `${path} at ${width}`).toEqual([entry])
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

test('shows header, navigation and footer on every page, also on error pages [UIX-02]', async ({
  member,
  guest,
  guard,
}) => {
  guard.allow(403, 404)
  const id = await writePost(member.context.request, 'Anything')
  const own = ['/notifications', '/messages', '/bookmarks', '/account', '/forbidden', `/posts/${id}/edit`]
  const open = [
    '/',
    '/explore',
    `/users/${member.username}`,
    `/posts/${id}`,
    '/search?q=anything',
    '/nowhere',
  ]
  for (const [page, paths] of [
    [member.page, [...open, ...own]],
    [guest, [...open, '/login', '/signup']],
  ] as const)
    for (const path of paths) {
      await page.goto(path)
      await expect(page.getByRole('navigation', { name: 'Main' }), path).toBeVisible()
      await expect(page.getByRole('search'), path).toBeVisible()
      await expect(page.getByRole('contentinfo').getByRole('link', { name: 'About' }), path).toBeVisible()
      await expect(page.getByRole('main').getByRole('heading', { level: 1 }), path).toHaveCount(1)
    }
})

test('links guests and members to the About page [UIX-04]', async ({ member, guest }) => {
  for (const page of [member.page, guest]) {
    await page.goto('/')
    await page.getByRole('contentinfo').getByRole('link', { name: 'About' }).click()
    await expect(page).toHaveURL('/about')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
})
