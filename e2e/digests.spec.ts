import { expectAccessible } from './accessible'
import { frequencyOf, receiveDigest, subscribe, verifyEmail } from './digests'
import { expect, flash, type Member, test } from './fixtures'
import { findLayoutProblems } from './layout'
import { linkIn } from './mail'
import { sendPlainMessages } from './messages'

const summary = (member: Member) => member.page.locator('summary', { hasText: 'Summary by email' })

async function choose(member: Member, frequency: string): Promise<void> {
  const { page } = member
  await page.getByRole('radio', { name: frequency }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your setting for summaries is saved.')).toBeVisible()
}

test('a member chooses how often to get a summary, and reads that it needs a confirmed address', async ({
  member,
}) => {
  const { page } = member
  await page.goto('/notifications')
  await summary(member).click()
  await expect(page.getByRole('radio', { name: 'Never' })).toBeChecked()
  await expect(page.getByText('Your email address is not confirmed yet.')).toBeVisible()
  await expectAccessible(page, 'the setting')
  await choose(member, 'Daily')
  expect(frequencyOf(member)).toBe('daily')
  verifyEmail(member)
  await page.goto('/notifications')
  await summary(member).click()
  await expect(page.getByRole('radio', { name: 'Daily' })).toBeChecked()
  await expect(page.getByText('Your email address is not confirmed yet.')).toHaveCount(0)
  await choose(member, 'Never')
  expect(frequencyOf(member)).toBeUndefined()
})

test('a guest unsubscribes with the link in a summary', async ({ member, otherMember, guest }) => {
  subscribe(member)
  await sendPlainMessages(otherMember.context.request, member.username, 'Only for you')
  const mail = await receiveDigest(member)
  expect(mail.text).toContain('Unread messages: 1')
  expect(mail.source).not.toContain('Only for you')
  await guest.goto(linkIn(mail, '/unsubscribe/'))
  await expect(
    guest.getByText(`Stop the summaries by email for the account ${member.username}.`),
  ).toBeVisible()
  expect(await findLayoutProblems(guest)).toEqual([])
  await expectAccessible(guest, 'the page before')
  await guest.getByRole('button', { name: 'Unsubscribe from summaries' }).click()
  await expect(flash(guest, 'You have unsubscribed.')).toBeVisible()
  await expect(guest.getByText(`The account ${member.username} gets no summaries by email.`)).toBeVisible()
  await expect(guest.getByRole('button', { name: 'Unsubscribe from summaries' })).toHaveCount(0)
  await expectAccessible(guest, 'the page after')
  expect(frequencyOf(member)).toBeUndefined()

  await guest.goto(`${linkIn(mail, '/unsubscribe/')}x`)
  await expect(guest.getByRole('main').getByRole('alert')).toHaveText(/^This link is not complete\./)
})

test('a mail client unsubscribes with one click, without a session and from any origin', async ({
  member,
  otherMember,
  playwright,
  baseURL,
}) => {
  subscribe(member)
  await sendPlainMessages(otherMember.context.request, member.username, 'Hello')
  const mail = await receiveDigest(member)
  const path = linkIn(mail, '/unsubscribe/')
  expect(mail.source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  const program = await playwright.request.newContext({ baseURL: baseURL as string })
  const form = { 'List-Unsubscribe': 'One-Click' }
  // Opening the link, which mail scanners do, changes nothing, nor does a POST with another body.
  expect((await program.get(path)).status()).toBe(200)
  expect((await program.post(path, { form: { click: '1' } })).status()).toBe(400)
  expect(frequencyOf(member)).toBe('daily')
  expect((await program.post(`${path}x`, { form })).status()).toBe(404)
  expect(frequencyOf(member)).toBe('daily')
  const senders: Record<string, string>[] = [{}, { origin: 'https://mail.example' }]
  for (const headers of senders) {
    const response = await program.post(path, { form, headers, maxRedirects: 0 })
    expect(response.status()).toBe(200)
    expect(response.headers()['cache-control']).toBe('no-store')
    expect(frequencyOf(member)).toBeUndefined()
  }
  // Only this path accepts requests of other origins.
  for (const other of ['/notifications', '/unsubscribe/a/b', '/'])
    expect((await program.post(other, { form, headers: { origin: 'https://mail.example' } })).status()).toBe(
      403,
    )
  await program.dispose()
})
