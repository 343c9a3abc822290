import { changeRows } from '../database'
import { expect, flash, postWith, test } from '../fixtures'
import { uniqueName, writePost } from '../plain-http'

test('returns to the post after liking, bookmarking and removing both without JavaScript', async ({
  member,
}) => {
  const { page } = member
  const text = `By plain form ${uniqueName()}`
  const id = await writePost(member.context.request, text)
  const post = postWith(page, text)
  const list = `/users/${member.username}?before=9999999999999-1`
  await page.goto(list)
  for (const name of ['Like', 'Bookmark', 'Unlike', 'Remove bookmark']) {
    await post.getByRole('button', { name, exact: true }).click()
    await expect(page).toHaveURL(`${list}#post-${id}`)
  }
  await post.getByRole('button', { name: 'Like', exact: true }).click()
  await expect(post.getByRole('link', { name: 'Liked by 1' })).toBeVisible()
  await post.getByRole('button', { name: 'Reply' }).click()
  await expect(page).toHaveURL(`/posts/${id}?reply=${id}#composer`)
})

test('shows a message after liking a deleted post without JavaScript', async ({
  member,
  otherMember,
  guard,
}) => {
  guard.allow(404)
  const text = `Gone before ${uniqueName()}`
  const id = await writePost(member.context.request, text)
  const { page } = otherMember
  const profile = `/users/${member.username}`
  await page.goto(profile)
  changeRows('DELETE FROM posts WHERE id = ?', id)
  await postWith(page, text).getByRole('button', { name: 'Like', exact: true }).click()
  await expect(flash(page, 'That post is no longer there.')).toBeVisible()
  await expect(page).toHaveURL(profile)
  await expect(postWith(page, text)).toHaveCount(0)
})
