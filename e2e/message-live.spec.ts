import { expect, test } from './fixtures'
import { badge, bubbles, message, say } from './messages'

test('two members talk: messages, badges and read marks come by themselves [MSG-06, NOT-01]', async ({
  member,
  otherMember,
}) => {
  const [mine, theirs] = [member.page, otherMember.page]
  const thread = `/messages/${member.username}`
  await theirs.goto('/explore')
  await expect(badge(theirs)).toBeHidden()
  await mine.goto(`/messages/${otherMember.username}`)
  await say(mine, 'Are you there?')
  await expect(badge(theirs)).toHaveText('1 unread')
  await say(mine, 'Hello?')
  await expect(badge(theirs)).toHaveText('2 unread')

  // The inbox moves in another tab, and reading in one clears both.
  const inbox = await otherMember.context.newPage()
  await inbox.goto('/messages')
  await expect(inbox.getByRole('main').getByRole('listitem')).toContainText('2 unread messages')
  await theirs.goto(thread)
  await expect(bubbles(theirs)).toHaveText([/Are you there\?/, /Hello\?/])
  for (const page of [theirs, inbox]) await expect(badge(page)).toBeHidden()
  await expect(inbox.getByRole('main').getByRole('listitem')).not.toContainText('unread')

  // Both write; each message comes once, in one order, in every tab.
  const second = await member.context.newPage()
  await second.goto(`/messages/${otherMember.username}`)
  for (let turn = 0; turn < 4; turn++) {
    await Promise.all([say(mine, `mine ${turn}`), say(theirs, `theirs ${turn}`)])
    for (const page of [mine, theirs, second]) await expect(bubbles(page)).toHaveCount(4 + turn * 2)
  }
  const order = await bubbles(second).evaluateAll((all) => all.map(({ id }) => id))
  for (const page of [mine, theirs])
    expect(await bubbles(page).evaluateAll((all) => all.map(({ id }) => id))).toEqual(order)
  await theirs.reload()
  // Five, and those before them as soon as the page has loaded them.
  const shown = await bubbles(theirs).evaluateAll((all) => all.map(({ id }) => id))
  expect(shown.length).toBeGreaterThanOrEqual(5)
  expect(shown).toEqual(order.slice(-shown.length))
  await expect(inbox.getByRole('main').getByRole('listitem')).toContainText(/(mine|theirs) 3/)
  await expect(badge(mine)).toBeHidden()
})

test('further up in a thread nothing moves, and a button leads to what is new', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const long = (name: string) => `${name}${'\n'.repeat(20)}end`
  await message(otherMember.context.request, member.username, ...['a', 'b', 'c', 'd'].map(long))
  await page.goto(`/messages/${otherMember.username}`)
  await expect(badge(page)).toBeHidden()
  const pane = page.getByRole('region', { name: /^Messages with/ })
  await pane.evaluate((element) => element.scrollTo({ top: -600 }))
  const read = bubbles(page).nth(2)
  const before = await read.boundingBox()
  await message(otherMember.context.request, member.username, long('e'))
  await expect(page.getByRole('button', { name: '1 new message' })).toBeVisible()
  expect(await read.boundingBox()).toEqual(before)
  await expect(
    page.locator('[aria-live=polite]').filter({ hasText: `${otherMember.username}: e` }),
  ).toHaveCount(1)
  await message(otherMember.context.request, member.username, 'f')
  await page.getByRole('button', { name: '2 new messages' }).click()
  await expect(bubbles(page).last()).toBeInViewport()
  await expect(page.getByRole('button', { name: /new message/ })).toHaveCount(0)
  // At the end the thread follows.
  await message(otherMember.context.request, member.username, 'g')
  await expect(bubbles(page).last()).toHaveText(/g/)
  await expect(bubbles(page).last()).toBeInViewport()
})

test('a hidden tab reads nothing until it is looked at', async ({ member, otherMember }) => {
  const { page } = member
  await page.addInitScript(() => {
    const state = { visible: true }
    Object.defineProperty(document, 'visibilityState', { get: () => (state.visible ? 'visible' : 'hidden') })
    Object.assign(window, { look: state })
  })
  await page.goto(`/messages/${otherMember.username}`)
  await page.evaluate(() => Object.assign((window as unknown as { look: object }).look, { visible: false }))
  await message(otherMember.context.request, member.username, 'While away')
  await expect(bubbles(page)).toHaveText([/While away/])
  await expect(badge(page)).toHaveText('1 unread')
  await page.evaluate(() => {
    Object.assign((window as unknown as { look: object }).look, { visible: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect(badge(page)).toBeHidden()
})

test('what could not be fetched comes later at once, in order and however much', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await page.route(/[?]after=/, (route) => route.abort('aborted'))
  const texts = Array.from({ length: 13 }, (_, at) => `n${at}`)
  await message(otherMember.context.request, member.username, ...texts)
  await expect(badge(page)).toHaveText('13 unread')
  await page.unrouteAll()
  await expect(bubbles(page).last()).toHaveText(/n12/, { timeout: 30_000 })
  await expect(bubbles(page)).toHaveText(texts.map((text) => new RegExp(`: ${text}(?!\\d)`)))
  await expect(badge(page)).toBeHidden()
})
