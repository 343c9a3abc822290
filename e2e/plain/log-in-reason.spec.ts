import { expect, fillLogIn, postWith, test } from '../fixtures'
import { password, uniqueName, writePost } from '../plain-http'

test('shows a guest the reason for log-in after "Like" without JavaScript, also after a failed attempt', async ({
  member,
  guest,
}) => {
  const text = `Plainly liked ${uniqueName()}`
  const id = await writePost(member.context.request, text)
  await guest.goto(`/users/${member.username}`)
  await postWith(guest, text).getByRole('button', { name: 'Like', exact: true }).click()
  await expect(guest.getByRole('status')).toHaveText('Log in to like this post.')
  await fillLogIn(guest, member.username, 'not the password')
  await expect(guest.getByRole('alert')).toBeVisible()
  await expect(guest.getByRole('status')).toHaveText('Log in to like this post.')
  await fillLogIn(guest, member.username, password)
  await expect(guest).toHaveURL(`/posts/${id}`)
})
