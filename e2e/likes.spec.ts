import type { Page } from '@playwright/test'
import { expect, flash, postWith, test } from './fixtures'
import { sendForm, uniqueName, writePost } from './plain-http'
import { holdRequests, waitForHydration } from './typing'

const button = (page: Page, text: string, name: string) =>
  postWith(page, text).getByRole('button', { name, exact: true })
const likedBy = (page: Page, text: string, count: number) =>
  postWith(page, text).getByRole('link', { name: `Liked by ${count}`, exact: true })

const anyLikedBy = (page: Page, text: string) => postWith(page, text).locator('a[href$="/likes"]')

/** Runs `press` and waits for the response of its action. */
async function waitForAction(page: Page, press: () => Promise<void>): Promise<void> {
  const response = page.waitForResponse((candidate) => candidate.request().method() === 'POST')
  await press()
  await response
}

test('shows a like and an unlike immediately, after a reload and in another browser', async ({
  member,
  otherMember,
}) => {
  const text = `Worth a like ${uniqueName()}`
  const id = await writePost(member.context.request, text)
  const { page } = otherMember
  // On Explore, posts of other tests would push it off the first page.
  const profile = `/users/${member.username}`
  await page.goto(profile)
  await expect(anyLikedBy(page, text)).toBeHidden()
  await waitForAction(page, () => button(page, text, 'Like').click())
  await expect(button(page, text, 'Unlike')).toBeFocused()
  await expect(likedBy(page, text, 1)).toBeVisible()
  await expect(page).toHaveURL(profile)
  await member.page.goto(`/posts/${id}`)
  await expect(likedBy(member.page, text, 1)).toBeVisible()
  await waitForAction(member.page, () => button(member.page, text, 'Like').click())
  await page.reload()
  await expect(likedBy(page, text, 2)).toBeVisible()
  await waitForAction(page, () => button(page, text, 'Unlike').click())
  await expect(likedBy(page, text, 1)).toBeVisible()
  await page.reload()
  await expect(likedBy(page, text, 1)).toBeVisible()
  await expect(button(page, text, 'Like')).toBeVisible()
})

test('rolls back a like that the server rejects, and shows an error', async ({ member, guard }) => {
  guard.allow(500)
  const { page } = member
  const text = `Hard to like ${uniqueName()}`
  await writePost(member.context.request, text)
  await page.goto('/')
  await page.route('/', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 500, body: '' }) : route.continue(),
  )
  await button(page, text, 'Like').click()
  const alert = page.getByRole('alert').filter({ hasText: 'nothing has changed' })
  await expect(alert).toBeVisible()
  await expect(button(page, text, 'Like')).toBeFocused()
  await expect(anyLikedBy(page, text)).toBeHidden()
  await page.unrouteAll()
  await waitForAction(page, () => button(page, text, 'Like').click())
  await expect(alert).toBeHidden()
  await page.reload()
  await expect(button(page, text, 'Unlike')).toBeVisible()
})

test('applies the last of two clicks made before the response', async ({ member }) => {
  const { page } = member
  const text = `Undecided ${uniqueName()}`
  await writePost(member.context.request, text)
  await page.goto('/')
  const held = await holdRequests(page, '/')
  await waitForHydration(button(page, text, 'Like'))
  await button(page, text, 'Like').dblclick()
  await expect(button(page, text, 'Like')).toBeVisible()
  const second = page.waitForRequest((request) => /"?unlike/.test(request.postData() ?? ''))
  held.release()
  await (await second).response()
  expect(held.count).toBe(2)
  await page.reload()
  await expect(button(page, text, 'Like')).toBeVisible()
  await expect(anyLikedBy(page, text)).toBeHidden()
})

test('shows a message when a liked post has been deleted', async ({ member, otherMember }) => {
  const text = `Short-lived ${uniqueName()}`
  const id = await writePost(member.context.request, text)
  const { page } = otherMember
  // A live update would remove the post before the click.
  await page.route('**/data/stream*', (route) => route.abort())
  await page.goto(`/users/${member.username}`)
  await member.page.goto(`/posts/${id}/delete`)
  await member.page.getByRole('button', { name: 'Delete' }).first().click()
  await expect(flash(member.page, 'The post is deleted.')).toBeVisible()
  await button(page, text, 'Like').click()
  await expect(page.getByRole('alert').filter({ hasText: 'That post is no longer there.' })).toBeVisible()
  await expect(button(page, text, 'Like')).toBeVisible()
})

test('likes and bookmarks posts that were loaded while scrolling', async ({ member }) => {
  const { page } = member
  const { request } = member.context
  const oldest = `The oldest ${uniqueName()}`
  await writePost(request, oldest)
  for (const body of ['1', '2', '3', '4', '5', '6', '7']) await writePost(request, body)
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Pages' }).scrollIntoViewIfNeeded()
  await expect(postWith(page, oldest)).toBeVisible()
  await waitForAction(page, () => button(page, oldest, 'Like').click())
  await waitForAction(page, () => button(page, oldest, 'Bookmark').click())
  await page.goto(`/users/${member.username}`)
  await page.getByRole('navigation', { name: 'Pages' }).scrollIntoViewIfNeeded()
  await expect(button(page, oldest, 'Unlike')).toBeVisible()
  await expect(button(page, oldest, 'Remove bookmark')).toBeVisible()
})

test('redirects a guest who likes or replies to log-in with the reason and a return URL', async ({
  member,
  guest,
}) => {
  const id = await writePost(member.context.request, 'Open to all')
  for (const [name, next, reason] of [
    ['Like', `/posts/${id}`, 'like'],
    ['Reply', `/posts/${id}?reply=${id}#composer`, 'reply'],
  ] as const) {
    await guest.goto(`/posts/${id}`)
    await button(guest, 'Open to all', name).click()
    await expect(guest).toHaveURL(`/login?${new URLSearchParams({ next, reason })}`)
  }
  await guest.goto(`/posts/${id}`)
  const buttons = guest.getByRole('article').getByRole('button')
  await expect(buttons).toHaveCount(2)
  for (const [at, name] of ['Reply', 'Like'].entries())
    await expect(buttons.nth(at)).toHaveAccessibleName(name)
})

test('lists the members who like a post, with follow buttons', async ({ member, otherMember, guest }) => {
  const text = `Liked and listed ${uniqueName()}`
  const id = await writePost(member.context.request, text)
  await guest.goto(`/posts/${id}/likes`)
  await expect(guest.getByText('Nobody likes this post yet.')).toBeVisible()
  await otherMember.page.goto(`/posts/${id}`)
  await waitForAction(otherMember.page, () => button(otherMember.page, text, 'Like').click())
  // The guest page is invalidated after the response to the like.
  await expect(async () => {
    await guest.goto(`/posts/${id}/likes`)
    await expect(guest.getByRole('link', { name: otherMember.username })).toBeVisible({ timeout: 100 })
  }).toPass()
  const { page } = member
  await page.goto(`/posts/${id}`)
  await likedBy(page, text, 1).click()
  await expect(page).toHaveURL(`/posts/${id}/likes`)
  await expect(page).toHaveTitle(/Liked by.*Liked and listed/)
  const list = page.getByRole('main')
  await list.getByRole('button', { name: 'Follow' }).click()
  await expect(list.getByRole('button', { name: 'Unfollow' })).toBeVisible()
  await page.getByRole('link', { name: 'Back to the post' }).click()
  await expect(page).toHaveURL(`/posts/${id}`)
})

test('lists bookmarks newest first, for their owner only, and without deleted posts', async ({
  member,
  otherMember,
  guest,
}) => {
  const { page } = member
  const [kept, dropped] = [`Kept ${uniqueName()}`, `Dropped ${uniqueName()}`]
  await writePost(otherMember.context.request, kept)
  const second = await writePost(otherMember.context.request, dropped)
  await page.goto('/bookmarks')
  await expect(page.getByText('You have no bookmarks yet.')).toBeVisible()
  await page.goto(`/users/${otherMember.username}`)
  for (const text of [kept, dropped]) await waitForAction(page, () => button(page, text, 'Bookmark').click())
  await page.goto(`/users/${member.username}`)
  await page.getByRole('link', { name: 'Bookmarks' }).click()
  await expect(page.getByRole('article')).toHaveText([new RegExp(dropped), new RegExp(kept)])
  await otherMember.page.goto('/bookmarks')
  await expect(otherMember.page.getByRole('article')).toHaveCount(0)
  await sendForm(otherMember.context.request, `/posts/${second}/delete`, 'id', {})
  await page.reload()
  await expect(page.getByRole('article')).toHaveText([new RegExp(kept)])
  await waitForAction(page, () => button(page, kept, 'Remove bookmark').click())
  await page.reload()
  await expect(page.getByRole('article')).toHaveCount(0)
  const response = await guest.context().request.get('/bookmarks', { maxRedirects: 0 })
  expect([response.status(), response.headers().location]).toEqual([303, '/login?next=%2Fbookmarks'])
})

test('returns 404 for the likes of a missing post', async ({ guest }) => {
  for (const path of ['/posts/999999999/likes', '/posts/x/likes'])
    expect((await guest.context().request.get(path)).status(), path).toBe(404)
})
