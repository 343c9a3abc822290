import type { Page } from '@playwright/test'
import { expect, openLive, postWith, publishPost, test } from './fixtures'
import { writePost, writeReply } from './plain-http'

const texts = (page: Page) => page.locator('[data-conversation] .post-body').allTextContents()
const newRepliesLink = (page: Page) => page.getByRole('link', { name: /new repl/ })
const announced = (page: Page, text: string) => page.locator('[aria-live=polite]').filter({ hasText: text })

test('inserts live replies once, at their position, in both browsers [CHA-01, CHA-05, CHA-06]', async ({
  member,
  otherMember,
}) => {
  const root = await writePost(member.context.request, 'Shall we talk?')
  await openLive(member.page, `/posts/${root}`)
  await openLive(otherMember.page, `/posts/${root}`)
  await publishPost(otherMember.page, 'Gladly.')
  await expect(postWith(member.page, 'Gladly.')).toBeVisible()
  await expect(announced(member.page, '1 new reply')).toBeAttached()
  await expect(member.page.getByText('No replies yet.')).toBeHidden()
  await expect(newRepliesLink(member.page)).toHaveCount(0)
  await publishPost(member.page, 'Then begin.')
  await expect(postWith(otherMember.page, 'Then begin.')).toBeVisible()
  await postWith(otherMember.page, 'Gladly.').getByRole('button', { name: 'Reply' }).click()
  await publishPost(otherMember.page, 'More to my own')
  const order = ['Gladly.', 'More to my own', 'Then begin.']
  for (const { page } of [member, otherMember]) await expect.poll(() => texts(page)).toEqual(order)
  await publishPost(member.page, 'Last')
  for (const { page } of [member, otherMember]) {
    await expect.poll(() => texts(page)).toEqual([...order, 'Last'])
    await expect(postWith(page, 'Gladly.').first().locator('.post-name')).toHaveText(otherMember.username)
  }
  await member.page.reload()
  expect(await texts(member.page)).toEqual([...order, 'Last'])
})

test('keeps the scroll position for replies outside the view and links to them [CHA-01]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const { request } = otherMember.context
  const root = await writePost(request, 'A long talk')
  const first = await writeReply(request, root, 'At the top')
  for (let at = 0; at < 8; at++) await writeReply(request, root, `Filling ${at}`)
  await page.setViewportSize({ width: 390, height: 500 })
  await openLive(page, `/posts/${root}`)
  await page.locator(`#post-${first}`).scrollIntoViewIfNeeded()
  const topOfFirst = () =>
    page.locator(`#post-${first}`).evaluate((entry) => entry.getBoundingClientRect().top)
  const before = await topOfFirst()
  for (const body of ['New one', 'New two', 'New three']) await writeReply(request, root, body)
  await expect(newRepliesLink(page)).toHaveText('3 new replies')
  expect(await topOfFirst()).toBe(before)
  await newRepliesLink(page).click()
  await expect(postWith(page, 'New one')).toBeInViewport()
  await expect(newRepliesLink(page)).toHaveCount(0)
  expect((await texts(page)).slice(-3)).toEqual(['New one', 'New two', 'New three'])
})

test('counts new replies on a page that is not the last one, and links to them', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const { request } = otherMember.context
  const root = await writePost(request, 'Longer still')
  for (let at = 0; at < 11; at++) await writeReply(request, root, `Filling ${at}`)
  await openLive(page, `/posts/${root}`)
  await writeReply(request, root, 'On the next page')
  await expect(newRepliesLink(page)).toHaveText('1 new reply')
  expect(await texts(page)).toHaveLength(10)
  await newRepliesLink(page).click()
  await expect(postWith(page, 'On the next page')).toBeVisible()
})
