import { readValue } from './database'
import { expect, test } from './fixtures'
import { follow } from './plain-http'

test('updates button and count in place with JavaScript [FOL-06]', async ({ member, otherMember }) => {
  const { page } = member
  await page.goto(`/users/${otherMember.username}`)
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''))
  await page.getByRole('button', { name: 'Follow', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Unfollow' })).toBeVisible()
  await expect(page.getByRole('link', { name: '1 follower' })).toBeVisible()
  await page.getByRole('button', { name: 'Unfollow' }).click()
  await expect(page.getByRole('link', { name: '0 followers' })).toBeVisible()
  await expect(page.locator('body')).toHaveAttribute('data-same-page')
})

test('redirects a guest who clicks Follow to log-in with a return URL [FOL-09]', async ({
  member,
  guest,
}) => {
  await guest.goto(`/users/${member.username}`)
  await guest.getByRole('button', { name: 'Follow', exact: true }).click()
  await expect(guest).toHaveURL(
    `/login?next=${encodeURIComponent(`/users/${member.username}`)}&reason=follow`,
  )
  expect(readValue('SELECT follower_count FROM users WHERE username = ?', member.username)).toBe(0)
})

test('lists followers and followed members with follow buttons [FOL-10]', async ({
  member,
  otherMember,
  guest,
}) => {
  await follow(otherMember.context.request, member.username)
  const { page } = member
  await page.goto(`/users/${member.username}`)
  await page.getByRole('link', { name: '1 follower' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Followers of ${member.username}`)
  const line = page.getByRole('listitem').filter({ hasText: otherMember.username })
  await line.getByRole('button', { name: 'Follow', exact: true }).click()
  await expect(line.getByRole('button', { name: 'Unfollow' })).toBeVisible()
  await guest.goto(`/users/${otherMember.username}/following`)
  await expect(guest.getByRole('heading', { level: 1 })).toHaveText(`Followed by ${otherMember.username}`)
  await guest.getByRole('main').getByRole('link', { name: member.username, exact: true }).click()
  await expect(guest).toHaveURL(`/users/${member.username}`)
  await guest.goto(`/users/${member.username}/following`)
  await expect(guest.getByRole('listitem').filter({ hasText: otherMember.username })).toBeVisible()
})
