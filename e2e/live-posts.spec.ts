import { expect, openLive, postWith, test } from './fixtures'
import { sendForm, uniqueName, writePost, writeReply } from './plain-http'

test('shows edits, replies and deletions by others in an open list', async ({ member, otherMember }) => {
  const { page } = member
  const name = uniqueName()
  const { request } = otherMember.context
  const id = await writePost(request, `Before ${name}`)
  // On Explore, posts of other tests could push it off the first page before the page opens.
  await openLive(page, `/users/${otherMember.username}`)
  const post = page.locator(`#post-${id}`)
  await expect(post).toContainText(`Before ${name}`)
  await sendForm(request, `/posts/${id}/edit`, 'body', { body: `After ${name} #changed` })
  await expect(post).toContainText(`After ${name}`)
  await expect(post.getByRole('link', { name: '#changed' })).toBeVisible()
  await expect(post.getByRole('link', { name: '(edited)' })).toBeVisible()
  await writeReply(request, id, 'Own answer')
  await expect(post.getByRole('link', { name: /^Replies: 1|1 repl/ })).toBeVisible()
  await sendForm(request, `/posts/${id}/delete`, 'id', {})
  await expect(post).toHaveCount(0)
})

test('shows an edit in every open tab of its author', async ({ member }) => {
  const { page } = member
  const name = uniqueName()
  const id = await writePost(member.context.request, `First version ${name}`)
  const second = await member.context.newPage()
  await openLive(page, '/')
  // Now this tab receives the events for both. Without its stream it would miss the edit.
  await openLive(second, `/posts/${id}`)
  await page.locator(`#post-${id}`).getByRole('button', { name: 'Edit' }).click()
  await page.locator(`#post-${id}`).getByLabel('Say something').fill(`Second version ${name}`)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(postWith(page, `Second version ${name}`)).toBeVisible()
  await expect(postWith(second, `Second version ${name}`)).toBeVisible()
})
