import { changeRows } from './database'
import { pagerLink } from './feeds'
import { expect, test } from './fixtures'
import { bubbles, messageTexts, sendPlainMessages, unreadBadge, userIdOf } from './messages'

test('shows unread conversations in the inbox, and marks an opened thread as read [MSG-05, MSG-06, MSG-07]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await sendPlainMessages(otherMember.context.request, member.username, 'First', 'Second')
  await page.goto('/messages')
  await expect(unreadBadge(page)).toHaveText('2 unread')
  await expect(page.getByRole('link', { name: 'Messages 2 unread' })).toBeVisible()
  const entry = page.getByRole('main').getByRole('listitem')
  await expect(entry).toHaveText(new RegExp(`${otherMember.username}.*Second.*2 unread messages`, 's'))
  // Neither a GET of the thread nor a prefetch marks anything as read.
  const prefetches: Record<string, string>[] = [
    { 'next-router-prefetch': '1', rsc: '1' },
    { purpose: 'prefetch' },
  ]
  for (const headers of prefetches)
    await member.context.request.get(`/messages/${otherMember.username}`, { headers })
  await page.reload()
  await expect(unreadBadge(page)).toHaveText('2 unread')
  const marked = page.waitForResponse((response) => response.request().method() === 'POST')
  await entry.getByRole('link').click()
  await expect(bubbles(page)).toHaveText([/First/, /Second/])
  await marked
  await page.goto('/messages')
  await expect(unreadBadge(page)).toHaveAttribute('data-count', '0')
  await expect(unreadBadge(page)).toBeHidden()
  await expect(page.getByRole('link', { name: 'Messages', exact: true })).toBeVisible()
})

test('pages through a thread in both directions [PAG-04, MSG-05]', async ({
  member,
  otherMember,
  newVisitor,
}) => {
  const me = userIdOf(member)
  const partner = userIdOf(otherMember)
  const insert = 'INSERT INTO messages (sender_id, recipient_id, body, created_at) VALUES (?, ?, ?, ?)'
  const time = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 1000).toISOString().replace('Z', '+00:00')
  for (let at = 0; at < 12; at++)
    changeRows(insert, at % 2 ? me : partner, at % 2 ? partner : me, `m${at}`, time(at))
  const { request } = member.context
  const path = `/messages/${otherMember.username}`
  const pages: string[][] = []
  let html = await (await request.get(path)).text()
  for (;;) {
    pages.push(messageTexts(html))
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
  expect(messageTexts(await (await request.get(newer as string)).text())).toEqual(pages[1])

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

test('pages through a long inbox in both directions [PAG-04]', async ({ member }) => {
  const me = userIdOf(member)
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
    await sendPlainMessages(member.context.request, name, `To number ${at}`)
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

test('opens a thread at its end and loads older messages while scrolling up', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const me = userIdOf(member)
  const partner = userIdOf(otherMember)
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
  const texts = await bubbles(page).locator('[data-text]').allInnerTexts()
  expect(texts.map((text) => /m\d+/.exec(text)?.[0])).toEqual(Array.from({ length: 23 }, (_, at) => `m${at}`))
  await expect(page.getByText('This is where your conversation begins.')).toBeVisible()
})
