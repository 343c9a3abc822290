import { frequencyOf, receiveDigest, subscribe } from '../digests'
import { expect, flash, test } from '../fixtures'
import { linkIn } from '../mail'
import { sendPlainMessages } from '../messages'

test('chooses how often to get a summary without JavaScript', async ({ member }) => {
  const { page } = member
  await page.goto('/notifications')
  await page.locator('summary', { hasText: 'Summary by email' }).click()
  await page.getByRole('radio', { name: 'Weekly' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page).toHaveURL('/notifications')
  await expect(flash(page, 'Your setting for summaries is saved.')).toBeVisible()
  expect(frequencyOf(member)).toBe('weekly')
  await page.locator('summary', { hasText: 'Summary by email' }).click()
  await expect(page.getByRole('radio', { name: 'Weekly' })).toBeChecked()
})

test('unsubscribes with the link in a summary without a session and without JavaScript', async ({
  member,
  otherMember,
  guest,
}) => {
  subscribe(member)
  await sendPlainMessages(otherMember.context.request, member.username, 'Hello')
  const path = linkIn(await receiveDigest(member), '/unsubscribe/')
  await guest.goto(path)
  await guest.getByRole('button', { name: 'Unsubscribe from summaries' }).click()
  await expect(guest).toHaveURL(path)
  await expect(flash(guest, 'You have unsubscribed.')).toBeVisible()
  expect(frequencyOf(member)).toBeUndefined()
  await guest.reload()
  await expect(guest.getByText(`The account ${member.username} gets no summaries by email.`)).toBeVisible()
})
