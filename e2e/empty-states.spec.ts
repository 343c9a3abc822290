import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, type Member, test } from './fixtures'
import { findLayoutProblems } from './layout'
import { uniqueName, writePost } from './plain-http'

type EmptyPage = { path: string; title: string; button: RegExp; href: string }

const explore = { button: /Explore what others write/, href: '/explore' }

/** The empty pages of a member, each with its text and its button. */
const ownPages = ({ username }: Member): EmptyPage[] => [
  { path: '/bookmarks', title: 'You have no bookmarks yet.', ...explore },
  { path: `/users/${username}/replies`, title: 'You have not replied to any post yet.', ...explore },
  { path: `/users/${username}/likes`, title: 'You have not liked anything yet.', ...explore },
  { path: `/users/${username}/followers`, title: 'Nobody follows you yet.', ...explore },
  { path: `/users/${username}/following`, title: 'You are not following anyone yet.', ...explore },
  { path: '/messages', title: 'No messages yet.', button: /Find somebody on Explore/, href: '/explore' },
  {
    path: `/users/${username}`,
    title: 'You have not posted yet.',
    button: /Write your first post/,
    href: '/?compose=',
  },
]

/** The empty pages that guests and members can open. */
const openPages = ({ username }: Member, id: number, button: RegExp, href: string): EmptyPage[] => [
  { path: `/tags/${uniqueName('nothing')}`, title: 'No post has this tag yet.', button, href },
  { path: '/search?q=wordthatnobodywrote', title: 'Nothing was found.', ...explore },
  {
    path: `/posts/${id}/likes`,
    title: 'Nobody likes this post yet.',
    button: /Open the post/,
    href: `/posts/${id}`,
  },
  { path: `/users/${username}/likes`, title: `${username} has not liked anything yet.`, ...explore },
  { path: `/users/${username}/replies`, title: `${username} has not replied to any post yet.`, ...explore },
  {
    path: `/users/${username}/followers`,
    title: `Nobody follows ${username} yet.`,
    button: /Open the profile/,
    href: `/users/${username}`,
  },
]

async function expectEmpty(page: Page, { path, title, button, href }: EmptyPage): Promise<void> {
  await page.goto(path)
  const state = page.locator('.empty-state')
  await expect(state.getByText(title, { exact: true }), path).toBeVisible()
  await expect(state.locator('.bird svg[aria-hidden=true]'), path).toBeVisible()
  await expect(state.getByRole('link'), path).toHaveCount(1)
  await expect(state.getByRole('link', { name: button }), path).toHaveAttribute('href', href)
  await expectAccessible(page, path)
  expect(await findLayoutProblems(page), path).toEqual([])
}

for (const [colorScheme, width] of [
  ['light', 390],
  ['dark', 1280],
] as const)
  test(`shows the bird and one call to action on every empty page, ${colorScheme}, ${width} pixels wide [UIX-01]`, async ({
    member,
    otherMember,
    newVisitor,
  }) => {
    const id = await writePost(otherMember.context.request, 'Liked by nobody')
    await member.page.setViewportSize({ width, height: 844 })
    await member.page.emulateMedia({ colorScheme })
    const compose = [/Write the first post/, '/?compose='] as const
    for (const empty of [...ownPages(member), ...openPages(otherMember, id, ...compose)])
      await expectEmpty(member.page, empty)
    const guest = await newVisitor({ colorScheme, viewport: { width, height: 844 } })
    for (const empty of openPages(otherMember, id, /Sign up/, '/signup')) await expectEmpty(guest, empty)
  })

test('suggests people and popular tags below empty lists, once per page', async ({ member, otherMember }) => {
  const { page } = member
  const tag = uniqueName('bird')
  await writePost(otherMember.context.request, `Seen today #${tag}`)
  const people = page.getByRole('heading', { name: 'People to follow' })
  const tags = page.getByRole('heading', { name: 'Talked about' })
  for (const [width, place] of [
    [390, 'main'],
    [1280, '.side'],
  ] as const) {
    await page.setViewportSize({ width, height: 844 })
    for (const [path, heading] of [
      [`/users/${member.username}/following`, people],
      ['/messages', people],
      ['/bookmarks', tags],
      ['/search?q=wordthatnobodywrote', tags],
    ] as const) {
      await page.goto(path)
      await expect(
        page
          .locator(place)
          .getByRole('heading', { name: /People|Talked/ })
          .first(),
      ).toBeVisible()
      await expect(heading.filter({ visible: true }), path).toHaveCount(1)
    }
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/users/${member.username}/following`)
  const person = page.getByRole('main').getByRole('listitem').first()
  await person.getByRole('button', { name: 'Follow', exact: true }).click()
  await expect(person.getByRole('button', { name: 'Unfollow' })).toBeVisible()
})

test('opens the composer from an empty profile', async ({ member }) => {
  const { page } = member
  await page.goto(`/users/${member.username}`)
  await page.getByRole('link', { name: 'Write your first post' }).click()
  await expect(page.getByRole('dialog').getByLabel('Say something')).toBeFocused()
})

test('shows the illustration on the 404 page', async ({ member, guest, guard }) => {
  guard.allow(404)
  for (const page of [guest, member.page]) {
    await page.goto('/nowhere')
    await expect(page.getByRole('main').locator('.bird svg')).toBeVisible()
    await expectAccessible(page, '/nowhere')
  }
})

test('draws the bird with contrasting colours in forced-colors mode', async ({ member }) => {
  const { page } = member
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto('/bookmarks')
  const colours = await page.locator('.bird').evaluate((bird) => {
    const paint = (selector: string, property: string) =>
      getComputedStyle(bird.querySelector(selector) as Element).getPropertyValue(property)
    return [
      paint('.fill', 'fill'),
      paint('.eye', 'fill'),
      getComputedStyle(document.documentElement).backgroundColor,
    ]
  })
  expect(colours[0]).not.toBe(colours[2])
  expect(colours[1]).toBe(colours[2])
})
