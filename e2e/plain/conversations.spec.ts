import { changeRows } from '../database'
import { expect, expectFieldError, fillLogIn, flash, postWith, publishPost, test } from '../fixtures'
import { password, writePost, writeReply } from '../plain-http'

test('keeps the text of a rejected reply and publishes it once without JavaScript [CHA-04, CHA-07]', async ({
  member,
  otherMember,
}) => {
  const { page } = otherMember
  const root = await writePost(member.context.request, 'Say it plainly')
  const first = await writeReply(member.context.request, root, 'First')
  await page.goto(`/posts/${root}`)
  await postWith(page, 'First').getByRole('button', { name: 'Reply' }).click()
  await expect(page).toHaveURL(`/posts/${first}?reply=${first}#composer`)
  await expect(page.getByText(`Replying to @${member.username}`).last()).toBeVisible()
  await publishPost(page, 'x'.repeat(281))
  await expectFieldError(page, 'Say something', 'Use at most 280 characters.')
  await expect(page.getByLabel('Say something')).toHaveValue('x'.repeat(281))
  await publishPost(page, 'Plainly said')
  await expect(page).toHaveURL(new RegExp(`/posts/${root}#post-\\d+$`))
  await expect(flash(page, 'Your reply is out.')).toBeVisible()
  await expect(page.locator(`#entry-${first} ol`).filter({ hasText: 'Plainly said' })).toBeVisible()
  await page.reload()
  await expect(postWith(page, 'Plainly said')).toHaveCount(1)
  await postWith(page, 'Plainly said').getByRole('button', { name: 'Reply' }).click()
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(page).toHaveURL(`/posts/${root}#composer`)
})

test('keeps a reply after the session expires without JavaScript [FLA-06]', async ({
  member,
  otherMember,
}) => {
  const { page } = otherMember
  const root = await writePost(member.context.request, 'Take your time')
  const reply = await writeReply(member.context.request, root, 'I do')
  await page.goto(`/posts/${reply}?reply=${reply}`)
  changeRows(
    'DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE username = ?)',
    otherMember.username,
  )
  await publishPost(page, 'Here it is')
  await expect(page).toHaveURL(/\/login\?next=/)
  await fillLogIn(page, otherMember.username, password)
  await expect(page.getByLabel('Say something')).toHaveValue('Here it is')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(page.locator(`#entry-${reply} ol`).filter({ hasText: 'Here it is' })).toBeVisible()
})
