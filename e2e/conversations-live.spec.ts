import type { Page } from '@playwright/test'
import { expect, postWith, test, write } from './fixtures'
import { writePost, writeReply } from './plain-http'

const texts = (page: Page) => page.locator('[data-conversation] .post-body').allTextContents()
const news = (page: Page) => page.getByRole('link', { name: /new repl/ })
const announced = (page: Page, text: string) => page.locator('[aria-live=polite]').filter({ hasText: text })

/** Opens a page and waits until it hears of what happens. */
async function listen(page: Page, path: string): Promise<void> {
  const stream = page.waitForResponse((response) => response.url().includes('/api/stream'))
  await page.goto(path)
  await stream
}

test('replies arrive live where they belong, each once, on both sides [CHA-01, CHA-05, CHA-06]', async ({
  member,
  otherMember,
}) => {
  const root = await writePost(member.context.request, 'Shall we talk?')
  await listen(member.page, `/posts/${root}`)
  await listen(otherMember.page, `/posts/${root}`)
  await write(otherMember.page, 'Gladly.')
  await expect(postWith(member.page, 'Gladly.')).toBeVisible()
  await expect(announced(member.page, '1 new reply')).toBeAttached()
  await expect(member.page.getByText('No replies yet.')).toBeHidden()
  await expect(news(member.page)).toHaveCount(0)
  await write(member.page, 'Then begin.')
  await expect(postWith(otherMember.page, 'Then begin.')).toBeVisible()
  await postWith(otherMember.page, 'Gladly.').getByRole('button', { name: 'Reply' }).click()
  await write(otherMember.page, 'More to my own')
  const order = ['Gladly.', 'More to my own', 'Then begin.']
  for (const { page } of [member, otherMember]) await expect.poll(() => texts(page)).toEqual(order)
  await write(member.page, 'Last')
  for (const { page } of [member, otherMember]) {
    await expect.poll(() => texts(page)).toEqual([...order, 'Last'])
    await expect(postWith(page, 'Gladly.').first().locator('.post-name')).toHaveText(otherMember.username)
  }
  await member.page.reload()
  expect(await texts(member.page)).toEqual([...order, 'Last'])
})

test('replies out of sight move nothing that is read, and a button leads to them [CHA-01]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const { request } = otherMember.context
  const root = await writePost(request, 'A long talk')
  const first = await writeReply(request, root, 'At the top')
  for (let at = 0; at < 8; at++) await writeReply(request, root, `Filling ${at}`)
  await page.setViewportSize({ width: 390, height: 500 })
  await listen(page, `/posts/${root}`)
  await page.locator(`#post-${first}`).scrollIntoViewIfNeeded()
  const place = () => page.locator(`#post-${first}`).evaluate((entry) => entry.getBoundingClientRect().top)
  const before = await place()
  for (const body of ['New one', 'New two', 'New three']) await writeReply(request, root, body)
  await expect(news(page)).toHaveText('3 new replies')
  expect(await place()).toBe(before)
  await news(page).click()
  await expect(postWith(page, 'New one')).toBeInViewport()
  await expect(news(page)).toHaveCount(0)
  expect((await texts(page)).slice(-3)).toEqual(['New one', 'New two', 'New three'])
})

test('a page that ends before the last reply says how many came, and leads there', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const { request } = otherMember.context
  const root = await writePost(request, 'Longer still')
  for (let at = 0; at < 11; at++) await writeReply(request, root, `Filling ${at}`)
  await listen(page, `/posts/${root}`)
  await writeReply(request, root, 'On the next page')
  await expect(news(page)).toHaveText('1 new reply')
  expect(await texts(page)).toHaveLength(10)
  await news(page).click()
  await expect(postWith(page, 'On the next page')).toBeVisible()
})
