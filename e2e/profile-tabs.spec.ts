import type { Locator, Page } from '@playwright/test'
import { changeRows } from './database'
import { expect, type Member, postWith, test } from './fixtures'
import { uniqueName, writePost, writePosts, writeReply } from './plain-http'

const tabs = (page: Page) => page.getByRole('navigation', { name: 'Lists of this profile' })
const tab = (page: Page, name: string) => tabs(page).getByRole('link', { name, exact: true })
const articles = (page: Page) => page.getByRole('main').getByRole('article')

/** Stores likes, a second apart. The later likes come first. */
function storeLikes({ username }: Member, ids: number[]): void {
  ids.forEach((id, at) => {
    const time = new Date(Date.UTC(2026, 0, 1, 0, 0, at)).toISOString().replace('Z', '+00:00')
    const columns = 'INSERT INTO likes (user_id, post_id, created_at)'
    changeRows(`${columns} SELECT id, ?, ? FROM users WHERE username = ?`, id, time, username)
    changeRows('UPDATE posts SET like_count = like_count + 1 WHERE id = ?', id)
  })
}

/** A post and a reply by the member, and a post by the other member that the member likes. */
async function fillProfile(member: Member, otherMember: Member) {
  const word = uniqueName('tab')
  const liked = await writePost(otherMember.context.request, `${word} liked`)
  await writePost(member.context.request, `${word} post`)
  await writeReply(member.context.request, liked, `${word} reply`)
  storeLikes(member, [liked])
  return { post: `${word} post`, reply: `${word} reply`, liked: `${word} liked` }
}

test('shows posts, replies and likes of a profile in tabs, to guests and members', async ({
  member,
  otherMember,
  guest,
}) => {
  const { post, reply, liked } = await fillProfile(member, otherMember)
  const profile = `/users/${member.username}`
  for (const page of [guest, otherMember.page, member.page]) {
    await page.goto(profile)
    await expect(tab(page, 'All posts')).toHaveAttribute('aria-current', 'page')
    await expect(articles(page)).toHaveText([new RegExp(reply), new RegExp(post)])
    await tab(page, 'Replies').click()
    await expect(page).toHaveURL(`${profile}/replies`)
    await expect(page).toHaveTitle(new RegExp(`Replies by ${member.username} - Roost`))
    await expect(tab(page, 'Replies')).toHaveAttribute('aria-current', 'page')
    await expect(articles(page)).toHaveText([new RegExp(reply)])
    await expect(articles(page)).toContainText(`Replying to @${otherMember.username}`)
    await tab(page, 'Likes').click()
    await expect(page).toHaveURL(`${profile}/likes`)
    await expect(page).toHaveTitle(new RegExp(`Liked by ${member.username} - Roost`))
    await expect(tabs(page).locator('[aria-current]')).toHaveText('Likes')
    await expect(articles(page)).toHaveText([new RegExp(liked)])
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(member.username)
    await tab(page, 'All posts').click()
    await expect(page).toHaveURL(profile)
    await expect(articles(page)).toHaveCount(2)
  }
})

test('has tabs that are at least 44 pixels high and share the column width', async ({ member }) => {
  const { page } = member
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 700 })
    await page.goto(`/users/${member.username}/likes`)
    const column = await boxOf(page.getByRole('main'))
    const boxes = await Promise.all(['All posts', 'Replies', 'Likes'].map((name) => boxOf(tab(page, name))))
    for (const box of boxes) {
      expect(box.height).toBeGreaterThanOrEqual(44)
      expect(box.width).toBeGreaterThan(column.width / 3 - 2)
    }
  }
})

async function boxOf(place: Locator) {
  const box = await place.boundingBox()
  if (!box) throw new Error('the element is not visible')
  return box
}

test('loads more replies and likes of a profile while a member scrolls', async ({ member, otherMember }) => {
  const { page } = otherMember
  const { request } = member.context
  const bodies = Array.from({ length: 12 }, (_, at) => `Number ${at + 1}.`)
  const ids = await writePosts(otherMember.context.request, bodies)
  for (const [at, id] of ids.entries()) await writeReply(request, id, `Answer ${at + 1}.`)
  storeLikes(member, ids)
  for (const [list, word] of [
    ['replies', 'Answer'],
    ['likes', 'Number'],
  ]) {
    await page.goto(`/users/${member.username}/${list}`)
    const newestFirst = bodies.map((_, at) => new RegExp(`${word} ${12 - at}\\.`))
    for (const text of newestFirst) await articles(page).filter({ hasText: text }).scrollIntoViewIfNeeded()
    await expect(articles(page)).toHaveText(newestFirst)
    await expect(page.getByText('That is everything.')).toBeVisible()
  }
})

test('pages through likes by links for guests', async ({ member, otherMember, guest }) => {
  const bodies = Array.from({ length: 7 }, (_, at) => `Number ${at + 1}`)
  storeLikes(member, await writePosts(otherMember.context.request, bodies))
  const path = `/users/${member.username}/likes`
  await guest.goto(path)
  await expect(articles(guest)).toHaveText([/Number 7/, /Number 6/, /Number 5/, /Number 4/, /Number 3/])
  await guest.getByRole('link', { name: 'Older' }).click()
  await expect(guest).toHaveURL(new RegExp(`${path}\\?before=`))
  await expect(articles(guest)).toHaveText([/Number 2/, /Number 1/])
  await expect(tabs(guest).locator('[aria-current]')).toHaveText('Likes')
  await guest.getByRole('link', { name: 'Newer' }).click()
  await expect(articles(guest)).toHaveCount(5)
})

test('keeps an unliked post in the open list, so that it can be liked again, and removes it after Back', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const [kept = 0, dropped = 0] = await writePosts(otherMember.context.request, ['Kept', 'Dropped'])
  storeLikes(member, [kept, dropped])
  await page.goto(`/users/${member.username}/likes`)
  await expect(articles(page)).toHaveText([/Dropped/, /Kept/])
  const stored = page.waitForResponse((response) => response.request().method() === 'POST')
  await postWith(page, 'Dropped').getByRole('button', { name: 'Unlike' }).click()
  await stored
  await expect(postWith(page, 'Dropped').getByRole('button', { name: 'Like' })).toBeVisible()
  await page.getByRole('link', { name: 'Bookmarks' }).click()
  await expect(page).toHaveURL('/bookmarks')
  await page.goBack()
  await expect(articles(page)).toHaveText([/Kept/])
  await page.reload()
  await expect(articles(page)).toHaveText([/Kept/])
})

test('hides tabs, posts and likes of a blocked member', async ({ member, otherMember }) => {
  const { liked } = await fillProfile(member, otherMember)
  const { page } = otherMember
  changeRows(
    'INSERT INTO blocks (blocker_id, blocked_id) SELECT a.id, b.id FROM users a, users b WHERE a.username = ? AND b.username = ?',
    otherMember.username,
    member.username,
  )
  for (const list of ['', '/replies', '/likes']) {
    await page.goto(`/users/${member.username}${list}`)
    await expect(page.getByText(`You have blocked ${member.username}.`)).toBeVisible()
    await expect(tabs(page)).toHaveCount(0)
    await expect(articles(page)).toHaveCount(0)
  }
  const response = await page.request.get(`/data/users/${member.username}/likes`)
  expect(await response.text()).not.toContain(liked)
})
