import { expect, postWith, test } from '../fixtures'
import { uniqueName, writePost, writeReply } from '../plain-http'

test('switches between the lists of a profile without JavaScript, and returns to the likes after unliking', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const text = `By plain link ${uniqueName()}`
  const id = await writePost(otherMember.context.request, text)
  await writeReply(member.context.request, id, 'A plain answer')
  const profile = `/users/${member.username}`
  await page.goto(profile)
  const tabs = page.getByRole('navigation', { name: 'Lists of this profile' })
  await tabs.getByRole('link', { name: 'Likes' }).click()
  await expect(page).toHaveURL(`${profile}/likes`)
  await expect(page.getByText('You have not liked anything yet.')).toBeVisible()
  await tabs.getByRole('link', { name: 'Replies' }).click()
  await expect(page.getByRole('article')).toHaveText([/A plain answer/])
  await page.goto(`/posts/${id}`)
  await postWith(page, text).getByRole('button', { name: 'Like', exact: true }).click()
  await page.goto(`${profile}/likes`)
  await postWith(page, text).getByRole('button', { name: 'Unlike' }).click()
  await expect(page).toHaveURL(new RegExp(`${profile}/likes`))
  await expect(page.getByText('You have not liked anything yet.')).toBeVisible()
})
