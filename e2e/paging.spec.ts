import { pagerLink, postIds, readPages } from './feeds'
import { expect, flash, publishPost, test } from './fixtures'
import { writePosts } from './plain-http'

const twelve = Array.from({ length: 12 }, (_, index) => `Number ${index + 1}`)
const newestFirst = [...twelve].reverse().map((text) => new RegExp(`${text}(?!\\d)`))

test('pages through a profile by five posts, with Older to the end and Newer back [PAG-01, PAG-02, PAG-03, PAG-06]', async ({
  member,
  guest,
}) => {
  await writePosts(member.context.request, twelve)
  const profile = `/users/${member.username}`
  for (const { request } of [member.context, guest.context()]) {
    const down = await readPages(request, profile)
    expect(down.pages.map((page) => page.length)).toEqual([5, 5, 2])
    expect(new Set(down.pages.flat()).size).toBe(12)
    const end = await (await request.get(down.last)).text()
    expect(end).toContain('That is everything.')
    const up = await readPages(request, down.last, 'prev')
    expect(up.pages.flat().length).toBe(12)
    expect([...up.pages].reverse()).toEqual(down.pages)
    expect(up.last.startsWith(profile)).toBe(true)
    const first = await (await request.get(up.last)).text()
    expect(pagerLink(first, 'prev')).toBeNull()
  }
})

test('pages in both directions by links without JavaScript [PAG-02]', async ({ member, newVisitor }) => {
  await writePosts(member.context.request, twelve)
  const page = await newVisitor({ javaScriptEnabled: false })
  await page.goto(`/users/${member.username}`)
  await expect(page.getByRole('article')).toHaveText(newestFirst.slice(0, 5))
  await expect(page.getByRole('link', { name: 'Newer' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Older' }).click()
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(page.getByRole('article')).toHaveText([/Number 2(?!\d)/, /Number 1(?!\d)/])
  await expect(page.getByRole('link', { name: 'Older' })).toHaveCount(0)
  await expect(page.getByText('That is everything.')).toBeVisible()
  await page.getByRole('link', { name: 'Newer' }).click()
  await page.getByRole('link', { name: 'Newer' }).click()
  await expect(page.getByRole('article').first()).toHaveText(/Number 12(?!\d)/)
})

test('loads more entries while scrolling, to the end of the list [PAG-02, PAG-06]', async ({ member }) => {
  const { page } = member
  await writePosts(member.context.request, twelve)
  await page.goto(`/users/${member.username}`)
  for (const text of newestFirst)
    await page.getByRole('article').filter({ hasText: text }).scrollIntoViewIfNeeded()
  await expect(page.getByRole('article')).toHaveCount(12)
  await expect(page.getByText('That is everything.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Older' })).toHaveCount(0)
  await expect(page.getByRole('article')).toHaveText(newestFirst)
})

test('links a guest to older posts, in the same order [PAG-02]', async ({ member, guest }) => {
  await writePosts(member.context.request, twelve)
  await guest.goto(`/users/${member.username}`)
  const articles = guest.getByRole('article')
  await expect(articles).toHaveText(newestFirst.slice(0, 5))
  await guest.getByRole('link', { name: 'Older' }).click()
  await expect(articles).toHaveText(newestFirst.slice(5, 10))
  await guest.goBack()
  await expect(articles).toHaveText(newestFirst.slice(0, 5))
})

test('deletes a post that was loaded while scrolling [PAG-02]', async ({ member }) => {
  await writePosts(member.context.request, twelve.slice(0, 7))
  await member.page.goto('/')
  const oldest = member.page.getByRole('article').filter({ hasText: /Number 1(?!\d)/ })
  await oldest.getByRole('button', { name: 'Delete' }).click()
  await member.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(member.page.getByRole('status')).toHaveText('The post is deleted.')
  await member.page.goto(`/users/${member.username}`)
  await expect(member.page.getByText('6 posts')).toBeVisible()
})

test('keeps the loaded pages of a list when a post is created or deleted above [PAG-06]', async ({
  member,
}) => {
  const { page } = member
  const texts = [/A new one/, ...newestFirst]
  const articles = page.getByRole('article')
  await writePosts(member.context.request, twelve)
  await page.goto('/')
  const expectAll = async (all: RegExp[]) => {
    for (const text of all) await articles.filter({ hasText: text }).scrollIntoViewIfNeeded()
    await expect(articles).toHaveText(all)
  }
  await expectAll(newestFirst)
  await publishPost(page, 'A new one')
  await expect(flash(page, 'Your post is out.')).toBeVisible()
  await expectAll(texts)
  for (const gone of [2, 9]) {
    await articles
      .filter({ hasText: texts[gone] as RegExp })
      .getByRole('button', { name: 'Delete' })
      .click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(articles.filter({ hasText: texts[gone] as RegExp })).toHaveCount(0)
    await expectAll(texts.filter((_, at) => at !== gone))
    texts.splice(gone, 1)
  }
})

test('shows the first page for an invalid cursor [PAG-05]', async ({ member, guest }) => {
  await writePosts(member.context.request, twelve.slice(0, 7))
  const profile = `/users/${member.username}`
  for (const { request } of [member.context, guest.context()]) {
    const first = postIds(await (await request.get(profile)).text())
    expect(first).toHaveLength(5)
    const cursors = ['x', '', '-1', '1-', '99999999999999999-1', '%00', '1-1&before=2-2', '[object Object]']
    for (const cursor of cursors) {
      const response = await request.get(`${profile}?before=${cursor}`)
      expect(response.status(), cursor).toBe(200)
      expect(postIds(await response.text()), cursor).toEqual(first)
    }
  }
})

test('marks the end of the list and links to no further page [PAG-06]', async ({ member }) => {
  await writePosts(member.context.request, twelve.slice(0, 2))
  const html = await (await member.context.request.get(`/users/${member.username}?before=1000-1`)).text()
  expect(postIds(html)).toEqual([])
  expect(pagerLink(html, 'next')).toBeNull()
  expect(html).toContain('That is everything.')
})

test('shows the total number of posts on a profile [PAG-09, FOL-08]', async ({ member, guest }) => {
  const { request } = member.context
  const profile = `/users/${member.username}`
  await guest.goto(profile)
  await expect(guest.getByText('0 posts')).toBeVisible()
  await writePosts(request, ['only one'])
  await guest.goto(profile)
  await expect(guest.getByText('1 post', { exact: true })).toBeVisible()
  await writePosts(request, twelve.slice(0, 6))
  await guest.goto(profile)
  await expect(guest.getByText('7 posts')).toBeVisible()
})
