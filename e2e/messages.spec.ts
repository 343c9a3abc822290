import { changeRows } from './database'
import { expect, expectFieldError, fillLogIn, test } from './fixtures'
import { bubbles, messageField, sendMessage, sendPlainMessages, userIdOf } from './messages'
import { password } from './plain-http'

test('links to a private message on other members’ profiles only [MSG-01]', async ({
  member,
  otherMember,
  guest,
}) => {
  const link = { name: 'Send private message' }
  await member.page.goto(`/users/${otherMember.username}`)
  await expect(member.page.getByRole('link', link)).toHaveAttribute(
    'href',
    `/messages/${otherMember.username}`,
  )
  await member.page.goto(`/users/${member.username}`)
  await expect(member.page.getByRole('heading', { level: 1 })).toHaveText(member.username)
  await expect(member.page.getByRole('link', link)).toHaveCount(0)
  await guest.goto(`/users/${member.username}`)
  await guest.getByRole('link', link).click()
  await expect(guest).toHaveURL(
    `/login?next=${encodeURIComponent(`/messages/${member.username}`)}&reason=message`,
  )
})

test('returns 404 for a thread with an unknown member, and explains that one cannot message oneself [MSG-02, MSG-04]', async ({
  member,
  guest,
  guard,
}) => {
  guard.allow(404)
  const { page } = member
  expect((await page.goto('/messages/nobody_at_all'))?.status()).toBe(404)
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  expect((await page.goto(`/messages/${member.username.toUpperCase()}`))?.status()).toBe(200)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You cannot message yourself.')
  await expect(messageField(page)).toHaveCount(0)
  const response = await guest.context().request.get('/messages', { maxRedirects: 0 })
  expect([response.status(), response.headers().location]).toEqual([303, '/login?next=%2Fmessages'])
})

test('shows a sent message in place, once and in order [MSG-03, MSG-10]', async ({ member, otherMember }) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await expect(page.getByText('No messages yet.')).toBeVisible()
  await page.evaluate(() => Object.assign(window, { stayed: true }))
  for (const [at, text] of ['One', 'Two\nin two lines', 'Three <b>&amp;'].entries()) {
    await sendMessage(page, text)
    await expect(bubbles(page)).toHaveCount(at + 1)
    await expect(messageField(page)).toHaveValue('')
    await expect(messageField(page)).toBeFocused()
  }
  await expect(bubbles(page)).toHaveText([/You: One/, /You: Two\sin two lines/, /You: Three <b>&amp;/])
  await expect(page.getByText('No messages yet.')).toBeHidden()
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true)
  await page.reload()
  await expect(bubbles(page)).toHaveText([/You: One/, /You: Two\sin two lines/, /You: Three <b>&amp;/])
})

test('sends one message on a double click [MSG-03]', async ({ member, otherMember }) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await messageField(page).fill('Once')
  await page.getByRole('button', { name: 'Send' }).dblclick()
  await expect(bubbles(page)).toHaveText([/Once/])
  await sendMessage(page, 'Again')
  await expect(bubbles(page)).toHaveText([/Once/, /Again/])
})

test('rejects a message over the limit before sending, and keeps its text [MSG-02]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await sendMessage(page, 'x'.repeat(1001))
  await expectFieldError(page, 'Message', 'Use at most 1000 characters.')
  await expect(messageField(page)).toHaveValue('x'.repeat(1001))
  await messageField(page).fill('   ')
  await page.getByRole('button', { name: 'Send' }).click()
  await expectFieldError(page, 'Message', 'Write something first.')
  await expect(bubbles(page)).toHaveCount(0)
})

test('restores an unsent message after a reload, in the same browser only', async ({
  member,
  otherMember,
  newVisitor,
}) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await messageField(page).fill('Half a thought')
  await page.reload()
  await expect(messageField(page)).toHaveValue('Half a thought')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(bubbles(page)).toHaveText([/Half a thought/])
  await page.reload()
  await expect(messageField(page)).toHaveValue('')
  const elsewhere = await newVisitor({ storageState: await member.context.storageState() })
  await elsewhere.goto(`/messages/${otherMember.username}`)
  await expect(messageField(elsewhere)).toHaveValue('')
})

test('keeps the text of a message through log-in after the session has expired', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  changeRows('DELETE FROM sessions WHERE user_id = ?', userIdOf(member))
  await sendMessage(page, 'Kept')
  await expect(page).toHaveURL(/\/login\?next=/)
  await fillLogIn(page, member.username, password)
  await expect(page).toHaveURL(`/messages/${otherMember.username}`)
  await expect(messageField(page)).toHaveValue('Kept')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(bubbles(page)).toHaveText([/Kept/])
  await expect(messageField(page)).toHaveValue('')
  await sendMessage(page, 'Next')
  await expect(bubbles(page)).toHaveText([/Kept/, /Next/])
})

test('keeps the text after a lost connection, and stores one message after a retry', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await page.route(`**/messages/${otherMember.username}`, (route) =>
    route.request().method() === 'POST' ? route.abort('aborted') : route.fallback(),
  )
  await sendMessage(page, 'Through the tunnel')
  await expect(
    page.getByRole('alert').filter({ hasText: 'Not sent. Your text is still here.' }),
  ).toBeVisible()
  await expect(messageField(page)).toHaveValue('Through the tunnel')
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(bubbles(page)).toHaveText([/Through the tunnel/])
})

test('rejects messages across a block, and still shows the thread', async ({ member, otherMember }) => {
  const [mine, theirs] = [member.page, otherMember.page]
  await sendPlainMessages(member.context.request, otherMember.username, 'Before')
  await mine.goto(`/messages/${otherMember.username}`)
  changeRows(
    'INSERT INTO blocks (blocker_id, blocked_id) VALUES (?, ?)',
    userIdOf(otherMember),
    userIdOf(member),
  )
  await sendMessage(mine, 'Too late')
  await expect(
    mine.getByRole('alert').filter({ hasText: 'You cannot write to each other any more.' }),
  ).toBeVisible()
  await expect(messageField(mine)).toHaveValue('Too late')
  for (const [page, name] of [
    [mine, otherMember.username],
    [theirs, member.username],
  ] as const) {
    await page.goto(`/messages/${name}`)
    await expect(bubbles(page)).toHaveText([/Before/])
    await expect(page.getByText(`You and ${name} cannot write to each other.`)).toBeVisible()
    await expect(messageField(page)).toHaveCount(0)
  }
})
