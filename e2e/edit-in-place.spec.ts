import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, flash, postWith, test } from './fixtures'
import { uniqueName, writePost, writePosts, writeReply } from './plain-http'
import {
  abortRequests,
  composer,
  holdRequests,
  notSentError,
  tryAgainButton,
  waitForHydration,
} from './typing'

/** Opens the edit form of a post in its card. */
async function openEditor(page: Page, text: string): Promise<Locator> {
  const card = page.locator(`#${await postWith(page, text).getAttribute('id')}`)
  await waitForHydration(card.getByRole('button', { name: 'Edit' }))
  await card.getByRole('button', { name: 'Edit' }).click()
  await expect(card.getByLabel('Say something')).toBeFocused()
  return card
}

test('edits a post in place in a list, and shows the new text before the server responds', async ({
  member,
}) => {
  const { page } = member
  const [, id] = await writePosts(member.context.request, ['Below', 'A post with a tpyo #news', 'Above'])
  await page.goto('/')
  const card = await openEditor(page, 'tpyo')
  await expect(card.getByLabel('Say something')).toHaveValue('A post with a tpyo #news')
  await card.getByLabel('Say something').fill('A post with a typo #news')
  const held = await holdRequests(page, '/')
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(card.getByText('A post with a typo #news')).toBeVisible()
  await expect(card.getByRole('button', { name: 'Save' })).toBeHidden()
  await expect(card).toBeFocused()
  held.release()
  await expect(flash(page, 'The post is changed.')).toBeVisible()
  await expect(card.getByRole('link', { name: '#news' })).toBeVisible()
  await expect(card.getByRole('link', { name: '(edited)' })).toHaveAttribute('href', `/posts/${id}/history`)
  await expect(page).toHaveURL('/')
  await expect(page.getByRole('article')).toHaveText([/Above/, /A post with a typo/, /Below/])
  await page.reload()
  await expect(postWith(page, 'A post with a typo')).toHaveCount(1)
})

test('keeps the text of an edit after a failed request, and retries it', async ({ member, guard }) => {
  guard.allow(500)
  const { page } = member
  await writePost(member.context.request, 'First version')
  await page.goto('/')
  const card = await openEditor(page, 'First version')
  await card.getByLabel('Say something').fill('Second version')
  await abortRequests(page)
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(notSentError(page)).toBeVisible()
  await expect(card.getByLabel('Say something')).toHaveValue('Second version')
  await expect(card.getByLabel('Say something')).toBeFocused()
  await page.unrouteAll()
  await tryAgainButton(page).click()
  await expect(flash(page, 'The post is changed.')).toBeVisible()
  await expect(card.getByText('Second version')).toBeVisible()
})

test('keeps the text of an edit after a reload until it is cancelled', async ({ member }) => {
  const { page } = member
  await writePost(member.context.request, 'As it was')
  await page.goto('/')
  await (await openEditor(page, 'As it was')).getByLabel('Say something').fill('As it is not')
  await page.reload()
  const card = await openEditor(page, 'As it was')
  await expect(card.getByLabel('Say something')).toHaveValue('As it is not')
  await card.getByRole('link', { name: 'Cancel' }).click()
  await expect(card.getByText('As it was')).toBeVisible()
  await expect(card).toBeFocused()
  await expect(page).toHaveURL('/')
  await (await openEditor(page, 'As it was')).getByRole('link', { name: 'Cancel' }).click()
  await expect(card.getByText('(edited)')).toHaveCount(0)
})

test('rejects an empty edit in place', async ({ member }) => {
  const { page } = member
  await writePost(member.context.request, 'Something')
  await page.goto('/')
  const card = await openEditor(page, 'Something')
  await card.getByLabel('Say something').fill('   ')
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(card.getByText('Write something first.')).toBeVisible()
  await expect(card.getByLabel('Say something')).toBeFocused()
  await expectAccessible(page, 'a post that is edited in place')
})

test('edits a reply in its conversation', async ({ member, otherMember }) => {
  const { page } = member
  const root = await writePost(otherMember.context.request, `A question ${uniqueName()}`)
  await writeReply(member.context.request, root, 'An anwser')
  await page.goto(`/posts/${root}`)
  const card = await openEditor(page, 'An anwser')
  await card.getByLabel('Say something').fill('An answer')
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'The post is changed.')).toBeVisible()
  await expect(page).toHaveURL(`/posts/${root}`)
  await expect(card.getByText('An answer')).toBeVisible()
  await expect(composer(page).last()).toHaveValue('')
})

test('falls back to the edit page when the text cannot be loaded', async ({ member, guard }) => {
  guard.allow(500)
  const { page } = member
  const id = await writePost(member.context.request, 'Not loaded')
  await page.goto('/')
  const button = postWith(page, 'Not loaded').getByRole('button', { name: 'Edit' })
  await waitForHydration(button)
  await page.route(`/data/posts/${id}/edit`, (route) => route.fulfill({ status: 500, body: 'oops' }))
  await button.click()
  await expect(page).toHaveURL(`/posts/${id}/edit`)
  await expect(composer(page)).toHaveValue('Not loaded')
})

test('serves the text of a post to its author only', async ({ member, otherMember, guest, guard }) => {
  guard.allow(401, 404)
  const id = await writePost(member.context.request, 'Mine')
  const statuses = await Promise.all(
    [member.context, otherMember.context, guest.context()].map(async ({ request }) =>
      (await request.get(`/data/posts/${id}/edit`)).status(),
    ),
  )
  expect(statuses).toEqual([200, 404, 401])
})
