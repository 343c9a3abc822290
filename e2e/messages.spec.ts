import type { APIRequestContext, Page } from '@playwright/test'
import { changeRows, readValue } from './database'
import { pagerLink } from './feeds'
import { expect, expectFieldError, fillLogIn, type Member, test } from './fixtures'
import { password, sendForm } from './plain-http'

const idOf = (member: Member) =>
  readValue('SELECT id FROM users WHERE username = ?', member.username) as number
const bubbles = (page: Page) => page.locator('.bubble')
const field = (page: Page) => page.getByLabel('Message', { exact: true })
const badge = (page: Page) => page.locator('[data-unread=messages]')

const say = async (page: Page, text: string): Promise<void> => {
  await field(page).fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
}

/** Sends without a browser. */
async function message(request: APIRequestContext, to: string, ...texts: string[]): Promise<void> {
  for (const body of texts) {
    const answer = await sendForm(request, `/messages/${to}`, 'body', { body })
    expect(answer.status()).toBe(303)
  }
}

/** The texts of a thread's page. */
const said = (html: string): string[] =>
  [...html.matchAll(/class="post-body">([^<]*)</g)].map(([, text]) => text as string)

test('MSG-01 another profile offers a private message, and the own does not', async ({
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
  await expect(guest).toHaveURL(`/login?next=${encodeURIComponent(`/messages/${member.username}`)}`)
})

test('MSG-02 MSG-04 a thread with nobody is not there, and one with oneself says so', async ({
  member,
  guest,
  guard,
}) => {
  guard.allow(404)
  const { page } = member
  expect((await page.goto('/messages/nobody_at_all'))?.status()).toBe(404)
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  expect((await page.goto(`/messages/${member.username.toUpperCase()}`))?.status()).toBe(200)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('That is you.')
  await expect(field(page)).toHaveCount(0)
  const answer = await guest.context().request.get('/messages', { maxRedirects: 0 })
  expect([answer.status(), answer.headers().location]).toEqual([303, '/login?next=%2Fmessages'])
})

test('MSG-03 MSG-10 a sent message appears in place, once and in order', async ({ member, otherMember }) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await expect(page.getByText('Nothing written yet.')).toBeVisible()
  await page.evaluate(() => Object.assign(window, { stayed: true }))
  for (const [at, text] of ['One', 'Two\nin two lines', 'Three <b>&amp;'].entries()) {
    await say(page, text)
    await expect(bubbles(page)).toHaveCount(at + 1)
    await expect(field(page)).toHaveValue('')
    await expect(field(page)).toBeFocused()
  }
  await expect(bubbles(page)).toHaveText([/You: One/, /You: Two\sin two lines/, /You: Three <b>&amp;/])
  await expect(page.getByText('Nothing written yet.')).toBeHidden()
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true)
  await page.reload()
  await expect(bubbles(page)).toHaveText([/You: One/, /You: Two\sin two lines/, /You: Three <b>&amp;/])
})

test('MSG-03 pressing twice sends once', async ({ member, otherMember }) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await field(page).fill('Once')
  await page.getByRole('button', { name: 'Send' }).dblclick()
  await expect(bubbles(page)).toHaveText([/Once/])
  await say(page, 'Again')
  await expect(bubbles(page)).toHaveText([/Once/, /Again/])
})

test('MSG-05 MSG-06 MSG-07 the inbox shows what is unread, and the open thread marks it as read', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await message(otherMember.context.request, member.username, 'First', 'Second')
  await page.goto('/messages')
  await expect(badge(page)).toHaveText('2 unread')
  await expect(page.getByRole('link', { name: 'Messages 2 unread' })).toBeVisible()
  const entry = page.getByRole('main').getByRole('listitem')
  await expect(entry).toHaveText(new RegExp(`${otherMember.username}.*Second.*2 unread messages`, 's'))
  // Neither a look at the thread nor a prefetch of it changes anything.
  const prefetches: Record<string, string>[] = [
    { 'next-router-prefetch': '1', rsc: '1' },
    { purpose: 'prefetch' },
  ]
  for (const headers of prefetches)
    await member.context.request.get(`/messages/${otherMember.username}`, { headers })
  await page.reload()
  await expect(badge(page)).toHaveText('2 unread')
  const marked = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await entry.getByRole('link').click()
  await expect(bubbles(page)).toHaveText([/First/, /Second/])
  await marked
  await page.goto('/messages')
  await expect(badge(page)).toHaveAttribute('data-count', '0')
  await expect(badge(page)).toBeHidden()
  await expect(page.getByRole('link', { name: 'Messages', exact: true })).toBeVisible()
})

test('PAG-04 MSG-05 both links work, in the inbox and in a thread', async ({
  member,
  otherMember,
  newVisitor,
}) => {
  const me = idOf(member)
  const partner = idOf(otherMember)
  const insert = 'INSERT INTO messages (sender_id, recipient_id, body, created_at) VALUES (?, ?, ?, ?)'
  const time = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 1000).toISOString().replace('Z', '+00:00')
  for (let at = 0; at < 12; at++)
    changeRows(insert, at % 2 ? me : partner, at % 2 ? partner : me, `m${at}`, time(at))
  const { request } = member.context
  const path = `/messages/${otherMember.username}`
  const pages: string[][] = []
  let html = await (await request.get(path)).text()
  for (;;) {
    pages.push(said(html))
    const older = pagerLink(html, 'next')
    if (!older) break
    html = await (await request.get(older)).text()
  }
  expect(pages).toEqual([
    ['m7', 'm8', 'm9', 'm10', 'm11'],
    ['m2', 'm3', 'm4', 'm5', 'm6'],
    ['m0', 'm1'],
  ])
  const newer = pagerLink(html, 'prev')
  expect(said(await (await request.get(newer as string)).text())).toEqual(pages[1])

  const page = await newVisitor({
    javaScriptEnabled: false,
    storageState: await member.context.storageState(),
  })
  await page.goto(path)
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(bubbles(page)).toHaveText([/m2/, /m3/, /m4/, /m5/, /m6/])
  await page.getByRole('link', { name: 'Newer' }).click()
  await expect(bubbles(page)).toHaveText([/m7/, /m8/, /m9/, /m10/, /m11/])
})

test('PAG-04 the inbox has as many pages as it takes', async ({ member }) => {
  const me = idOf(member)
  const { page } = member
  const others = Array.from({ length: 7 }, (_, at) => `p${at}_${me}`)
  for (const [at, name] of others.entries()) {
    changeRows(
      'INSERT INTO users (username, username_key, email, email_key) VALUES (?, ?, ?, ?)',
      name,
      name,
      `${name}@example.com`,
      `${name}@example.com`,
    )
    await message(member.context.request, name, `To number ${at}`)
  }
  const html = await (await member.context.request.get('/messages')).text()
  const names = (text: string) => [...text.matchAll(/href="\/messages\/(p\d_\d+)"/g)].map(([, name]) => name)
  expect(names(html)).toEqual(others.slice(2).reverse())
  const next = await (await member.context.request.get(pagerLink(html, 'next') as string)).text()
  expect(names(next)).toEqual(others.slice(0, 2).reverse())
  const back = await (await member.context.request.get(pagerLink(next, 'prev') as string)).text()
  expect(names(back)).toEqual(names(html))
  await page.goto('/messages')
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(7)
})

test('a thread opens at its end, and what was written before comes as one scrolls up', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const me = idOf(member)
  const partner = idOf(otherMember)
  const insert = 'INSERT INTO messages (sender_id, recipient_id, body, created_at) VALUES (?, ?, ?, ?)'
  for (let at = 0; at < 23; at++)
    changeRows(
      insert,
      partner,
      me,
      `m${at}\n\n\n\nend`,
      new Date(1_700_000_000_000 + at * 1000).toISOString().replace('Z', '+00:00'),
    )
  await page.goto(`/messages/${otherMember.username}`)
  await expect(bubbles(page).last()).toBeInViewport()
  const thread = page.getByRole('region', { name: /^Messages with/ })
  await expect(async () => {
    await thread.evaluate((pane) => pane.scrollTo({ top: -pane.scrollHeight }))
    await expect(bubbles(page)).toHaveCount(23, { timeout: 200 })
  }).toPass()
  const texts = await bubbles(page).locator('[data-said]').allInnerTexts()
  expect(texts.map((text) => /m\d+/.exec(text)?.[0])).toEqual(Array.from({ length: 23 }, (_, at) => `m${at}`))
  await expect(page.getByText('This is where your conversation begins.')).toBeVisible()
})

test('MSG-02 a message over the limit is refused before it is sent, and its text stays', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await say(page, 'x'.repeat(1001))
  await expectFieldError(page, 'Message', 'Use at most 1000 characters.')
  await expect(field(page)).toHaveValue('x'.repeat(1001))
  await field(page).fill('   ')
  await page.getByRole('button', { name: 'Send' }).click()
  await expectFieldError(page, 'Message', 'Write something first.')
  await expect(bubbles(page)).toHaveCount(0)
})

test('what is being written survives a reload, in its own thread alone', async ({
  member,
  otherMember,
  newVisitor,
}) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await field(page).fill('Half a thought')
  await page.reload()
  await expect(field(page)).toHaveValue('Half a thought')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(bubbles(page)).toHaveText([/Half a thought/])
  await page.reload()
  await expect(field(page)).toHaveValue('')
  const elsewhere = await newVisitor({ storageState: await member.context.storageState() })
  await elsewhere.goto(`/messages/${otherMember.username}`)
  await expect(field(elsewhere)).toHaveValue('')
})

test('an ended session keeps the text, through the log-in', async ({ member, otherMember }) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  changeRows('DELETE FROM sessions WHERE user_id = ?', idOf(member))
  await say(page, 'Kept')
  await expect(page).toHaveURL(/\/login\?next=/)
  await fillLogIn(page, member.username, password)
  await expect(page).toHaveURL(`/messages/${otherMember.username}`)
  await expect(field(page)).toHaveValue('Kept')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(bubbles(page)).toHaveText([/Kept/])
  await expect(field(page)).toHaveValue('')
  await say(page, 'Next')
  await expect(bubbles(page)).toHaveText([/Kept/, /Next/])
})

test('a lost connection keeps the text, and sending again makes one message', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await page.route(`**/messages/${otherMember.username}`, (route) =>
    route.request().method() === 'POST' ? route.abort('aborted') : route.fallback(),
  )
  await say(page, 'Through the tunnel')
  await expect(page.getByRole('alert').filter({ hasText: 'That did not reach us.' })).toBeVisible()
  await expect(field(page)).toHaveValue('Through the tunnel')
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(bubbles(page)).toHaveText([/Through the tunnel/])
})

test('across a block nobody writes, and the thread can be read', async ({ member, otherMember }) => {
  const [mine, theirs] = [member.page, otherMember.page]
  await message(member.context.request, otherMember.username, 'Before')
  await mine.goto(`/messages/${otherMember.username}`)
  changeRows('INSERT INTO blocks (blocker_id, blocked_id) VALUES (?, ?)', idOf(otherMember), idOf(member))
  await say(mine, 'Too late')
  await expect(
    mine.getByRole('alert').filter({ hasText: 'You cannot write to each other any more.' }),
  ).toBeVisible()
  await expect(field(mine)).toHaveValue('Too late')
  for (const [page, name] of [
    [mine, otherMember.username],
    [theirs, member.username],
  ] as const) {
    await page.goto(`/messages/${name}`)
    await expect(bubbles(page)).toHaveText([/Before/])
    await expect(page.getByText(`You and ${name} cannot write to each other.`)).toBeVisible()
    await expect(field(page)).toHaveCount(0)
  }
})
