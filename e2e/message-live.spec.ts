import { expect, flash, openLive, postWith, publishPost, test } from './fixtures'
import { bubbles, sendMessage, sendPlainMessages, unreadBadge } from './messages'
import { needs } from './needs'
import { holdResponses } from './typing'

test('delivers messages and unread counts live to two members [MSG-06, NOT-01]', async ({
  member,
  otherMember,
}) => {
  const [mine, theirs] = [member.page, otherMember.page]
  const thread = `/messages/${member.username}`
  await theirs.goto('/explore')
  await expect(unreadBadge(theirs)).toBeHidden()
  await mine.goto(`/messages/${otherMember.username}`)
  await sendMessage(mine, 'Are you there?')
  await expect(unreadBadge(theirs)).toHaveText('1 unread')
  await sendMessage(mine, 'Hello?')
  await expect(unreadBadge(theirs)).toHaveText('2 unread')

  // The inbox in another tab is updated, and reading in one tab clears both.
  const inbox = await otherMember.context.newPage()
  await inbox.goto('/messages')
  await expect(inbox.getByRole('main').getByRole('listitem')).toContainText('2 unread messages')
  await theirs.goto(thread)
  await expect(bubbles(theirs)).toHaveText([/Are you there\?/, /Hello\?/])
  for (const page of [theirs, inbox]) await expect(unreadBadge(page)).toBeHidden()
  await expect(inbox.getByRole('main').getByRole('listitem')).not.toContainText('unread')

  // Both members write: each message appears once, in the same order, in every tab.
  const second = await member.context.newPage()
  await second.goto(`/messages/${otherMember.username}`)
  for (let turn = 0; turn < 4; turn++) {
    await Promise.all([sendMessage(mine, `mine ${turn}`), sendMessage(theirs, `theirs ${turn}`)])
    for (const page of [mine, theirs, second]) await expect(bubbles(page)).toHaveCount(4 + turn * 2)
  }
  const order = await bubbles(second).evaluateAll((all) => all.map(({ id }) => id))
  for (const page of [mine, theirs])
    expect(await bubbles(page).evaluateAll((all) => all.map(({ id }) => id))).toEqual(order)
  await theirs.reload()
  // The first page has five messages; the page may have loaded earlier ones already.
  const shown = await bubbles(theirs).evaluateAll((all) => all.map(({ id }) => id))
  expect(shown.length).toBeGreaterThanOrEqual(5)
  expect(shown).toEqual(order.slice(-shown.length))
  await expect(inbox.getByRole('main').getByRole('listitem')).toContainText(/(mine|theirs) 3/)
  await expect(unreadBadge(mine)).toBeHidden()
})

test('keeps the scroll position at older messages, and shows a button to new ones', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const long = (name: string) => `${name}${'\n'.repeat(20)}end`
  await sendPlainMessages(otherMember.context.request, member.username, ...['a', 'b', 'c', 'd'].map(long))
  await page.goto(`/messages/${otherMember.username}`)
  await expect(unreadBadge(page)).toBeHidden()
  const pane = page.getByRole('region', { name: /^Messages with/ })
  await pane.evaluate((element) => element.scrollTo({ top: -600 }))
  const read = bubbles(page).nth(2)
  const before = await read.boundingBox()
  await sendPlainMessages(otherMember.context.request, member.username, long('e'))
  await expect(page.getByRole('button', { name: '1 new message' })).toBeVisible()
  expect(await read.boundingBox()).toEqual(before)
  await expect(
    page.locator('[aria-live=polite]').filter({ hasText: `${otherMember.username}: e` }),
  ).toHaveCount(1)
  await sendPlainMessages(otherMember.context.request, member.username, 'f')
  await page.getByRole('button', { name: '2 new messages' }).click()
  await expect(bubbles(page).last()).toBeInViewport()
  await expect(page.getByRole('button', { name: /new message/ })).toHaveCount(0)
  // At the end of the thread, new messages scroll into view.
  await sendPlainMessages(otherMember.context.request, member.username, 'g')
  await expect(bubbles(page).last()).toHaveText(/g/)
  await expect(bubbles(page).last()).toBeInViewport()
})

test('marks messages as read in a hidden tab only when it becomes visible', async ({
  member,
  otherMember,
}) => {
  // Hidden tabs do not poll.
  needs('streams')
  const { page } = member
  await page.addInitScript(() => {
    const state = { visible: true }
    Object.defineProperty(document, 'visibilityState', { get: () => (state.visible ? 'visible' : 'hidden') })
    Object.assign(window, { look: state })
  })
  await page.goto(`/messages/${otherMember.username}`)
  await page.evaluate(() => Object.assign((window as unknown as { look: object }).look, { visible: false }))
  await sendPlainMessages(otherMember.context.request, member.username, 'While away')
  await expect(bubbles(page)).toHaveText([/While away/])
  await expect(unreadBadge(page)).toHaveText('1 unread')
  await page.evaluate(() => {
    Object.assign((window as unknown as { look: object }).look, { visible: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect(unreadBadge(page)).toBeHidden()
})

test('loads all missed messages in order after a failed request', async ({ member, otherMember }) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await page.route(/[?]after=/, (route) => route.abort('aborted'))
  const texts = Array.from({ length: 13 }, (_, at) => `n${at}`)
  await sendPlainMessages(otherMember.context.request, member.username, ...texts)
  await expect(unreadBadge(page)).toHaveText('13 unread')
  await page.unrouteAll()
  await expect(bubbles(page).last()).toHaveText(/n12/, { timeout: 30_000 })
  await expect(bubbles(page)).toHaveText(texts.map((text) => new RegExp(`: ${text}(?!\\d)`)))
  await expect(unreadBadge(page)).toBeHidden()
})

test('updates the inbox after Back from a thread', async ({ member, otherMember }) => {
  const { page } = member
  await sendPlainMessages(otherMember.context.request, member.username, 'Read me')
  await page.goto('/messages')
  const entry = page.getByRole('main').getByRole('listitem')
  await expect(entry).toContainText('1 unread message')
  await entry.getByRole('link').click()
  await expect(bubbles(page)).toHaveText([/Read me/])
  await expect(unreadBadge(page)).toBeHidden()
  await page.goBack()
  await expect(entry).toContainText('Read me')
  await expect(entry).not.toContainText('unread')
})

test('keeps the number of unread messages when a message overtakes a page that the server has rendered [NOT-01]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await openLive(page, '/')
  const held = await holdResponses(page, '/')
  await publishPost(page, 'Rendered before the message')
  await held.rendered
  await sendPlainMessages(otherMember.context.request, member.username, 'After the post')
  await expect(unreadBadge(page)).toHaveText('1 unread')
  held.release()
  await expect(flash(page, 'Your post is out.')).toBeVisible()
  await expect(postWith(page, 'Rendered before the message')).toBeVisible()
  await expect(unreadBadge(page)).toHaveText('1 unread')
})

test('lists a message that overtakes the inbox that the server has rendered [MSG-06]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await openLive(page, '/')
  const held = await holdResponses(page, '/messages*')
  await page.getByRole('link', { name: 'Messages', exact: true }).click()
  await held.rendered
  await sendPlainMessages(otherMember.context.request, member.username, 'After the inbox')
  await expect(unreadBadge(page)).toHaveText('1 unread')
  held.release()
  await expect(page.getByRole('heading', { level: 1, name: 'Messages' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('listitem')).toContainText('After the inbox')
})
