import type { Page } from '@playwright/test'
import { expect, flash, postWith, publishPost, test } from './fixtures'
import { sendForm, uniqueName, writePost, writePosts, writeReply } from './plain-http'
import { abortRequests, composer, holdRequests, waitForHydration } from './typing'

async function deletePost(page: Page, text: string): Promise<void> {
  await postWith(page, text).getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(flash(page, 'The post is deleted.')).toBeVisible()
}

test('restores a deleted post with its likes on Undo', async ({ member, otherMember, guest }) => {
  const { page } = member
  const text = `Came back ${uniqueName()}`
  const [, id] = await writePosts(member.context.request, ['Another post', text])
  await otherMember.page.goto(`/posts/${id}`)
  const liked = otherMember.page.waitForResponse((response) => response.request().method() === 'POST')
  await otherMember.page.getByRole('article').getByRole('button', { name: 'Like' }).click()
  expect((await liked).ok()).toBe(true)
  await expect(otherMember.page.getByRole('article').getByRole('button', { name: 'Unlike' })).toBeVisible()
  await page.goto('/')
  await expect(postWith(page, text).getByRole('link', { name: 'Liked by 1' })).toBeVisible()
  await waitForHydration(composer(page))

  await deletePost(page, text)
  await expect(postWith(page, text)).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(flash(page, 'The post is restored.')).toBeVisible()
  await expect(postWith(page, text)).toBeFocused()
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await expect(page.getByRole('article')).toHaveText([/Came back/, /Another post/])
  await page.reload()
  await expect(postWith(page, text).getByRole('link', { name: 'Liked by 1' })).toBeVisible()
  await guest.goto(`/users/${member.username}`)
  await expect(postWith(guest, text)).toBeVisible()
})

test('opens the page of a restored post', async ({ member }) => {
  const { page } = member
  const text = `On its own ${uniqueName()}`
  const id = await writePost(member.context.request, text)
  await page.goto(`/posts/${id}`)
  await waitForHydration(composer(page))
  await deletePost(page, text)
  await expect(page).toHaveURL('/')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page).toHaveURL(`/posts/${id}`)
  await expect(postWith(page, text)).toBeVisible()
})

test('removes several posts before the server responds', async ({ member }) => {
  const { page } = member
  await writePosts(member.context.request, ['First', 'Second', 'Third'])
  await page.goto('/')
  await waitForHydration(composer(page))
  const held = await holdRequests(page, '/')
  for (const text of ['First', 'Second']) {
    await postWith(page, text).getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(postWith(page, text)).toHaveCount(0)
  }
  await expect(postWith(page, 'Third')).toBeFocused()
  held.release()
  await expect(flash(page, 'The post is deleted.')).toBeVisible()
  await page.goto(`/users/${member.username}`)
  await expect(page.getByRole('main').getByRole('article')).toHaveText([/Third/])
})

test('shows the reason when a deletion cannot be undone', async ({ member, otherMember }) => {
  const { page } = member
  const root = await writePost(otherMember.context.request, `A question ${uniqueName()}`)
  const text = `An answer ${uniqueName()}`
  await writeReply(member.context.request, root, text)
  await page.goto(`/users/${member.username}`)
  await waitForHydration(postWith(page, text).getByRole('button', { name: 'Delete' }))
  await deletePost(page, text)
  await sendForm(otherMember.context.request, `/posts/${root}/delete`, 'id', {})
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(
    page.getByRole('alert').filter({ hasText: 'The post can no longer be restored.' }),
  ).toBeVisible()
  await expect(postWith(page, text)).toHaveCount(0)
})

test('offers Undo again after a failed request, and next to messages of other forms', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const text = `Undone later ${uniqueName()}`
  await writePost(member.context.request, text)
  await page.goto('/')
  await waitForHydration(composer(page))
  await deletePost(page, text)
  await publishPost(page, `Another post for ${otherMember.username}`)
  await expect(flash(page, 'Your post is out.')).toBeVisible()
  await abortRequests(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Not sent' })).toBeVisible()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(flash(page, 'The post is restored.')).toBeVisible()
  await expect(postWith(page, text)).toBeVisible()
})
