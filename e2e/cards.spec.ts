import type { Locator, Page, Request } from '@playwright/test'
import { expectAccessible } from './accessible'
import { cardOf, hoverName, movePointerAway, nameIn } from './cards'
import { expect, postWith, test } from './fixtures'
import { sendForm, signUp, writePost, writePosts } from './plain-http'

/** Waits for hydration, then pauses the clock of the page; `runFor` advances it. */
async function stopClock(page: Page, name: Locator): Promise<void> {
  await hoverName(name)
  await movePointerAway(page)
  await page.clock.pauseAt(Date.now() + 60_000)
}

function cardRequests(page: Page): Request[] {
  const requests: Request[] = []
  page.on('request', (request) => request.url().endsWith('/card') && requests.push(request))
  return requests
}

test('opens the card after 500 ms, keeps it open under the pointer and closes it afterwards [POP-01, POP-02, POP-04]', async ({
  member,
  guest: page,
}) => {
  await writePost(member.context.request, 'Hover me')
  await page.clock.install()
  await page.goto(`/users/${member.username}`)
  const name = nameIn(page, 'Hover me', member.username)
  await stopClock(page, name)
  const requests = cardRequests(page)
  const card = cardOf(page, member.username)

  await name.hover()
  await page.clock.runFor(499)
  await movePointerAway(page)
  await page.clock.runFor(5000)
  expect(requests).toHaveLength(0)
  await name.hover()
  await page.clock.runFor(499)
  expect(requests).toHaveLength(0)
  await page.clock.runFor(1)
  await expect(card).toBeVisible()
  expect(requests).toHaveLength(1)

  await movePointerAway(page)
  await page.clock.runFor(150)
  await card.hover()
  await page.clock.runFor(5000)
  await expect(card).toBeVisible()
  await name.hover()
  await page.clock.runFor(5000)
  await expect(card).toBeVisible()
  expect(requests).toHaveLength(1)
  await movePointerAway(page)
  await page.clock.runFor(200)
  await expect(card).toBeHidden()
})

test('aborts the request when the pointer leaves, and does not open the card later [POP-03]', async ({
  member,
  guest: page,
}) => {
  await writePost(member.context.request, 'Hover me')
  await page.goto(`/users/${member.username}`)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/card', async (route) => {
    await held
    await route.continue().catch(() => {})
  })
  const asked = page.waitForRequest('**/card')
  const stopped = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/card'))
  await hoverName(nameIn(page, 'Hover me', member.username))
  await asked
  await movePointerAway(page)
  expect((await stopped).failure()?.errorText).toBe('net::ERR_ABORTED')
  release()
  await expect(page.locator('#profile-card')).toBeEmpty()
  await expect(page.locator('#profile-card')).toBeHidden()
})

test('opens, traverses and closes the card by keyboard without losing focus [POP-05]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const id = await writePost(otherMember.context.request, 'By keyboard')
  await page.goto(`/posts/${id}`)
  const name = nameIn(page, 'By keyboard', otherMember.username)
  const card = cardOf(page, otherMember.username)
  await hoverName(name)
  await movePointerAway(page)
  await expect(async () => {
    await page.keyboard.press('Tab')
    await expect(name).toBeFocused({ timeout: 50 })
  }).toPass()
  await expect(card).toBeVisible()
  await expect(name).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(card).toBeHidden()
  await expect(name).toBeFocused()

  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await expect(card).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(card.getByRole('link', { name: otherMember.username })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(name).toBeFocused()
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('Tab')
  await expect(card.getByRole('link', { name: 'Send private message' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(name).toBeFocused()
  await expect(card).toBeHidden()

  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await expect(card).toBeVisible()
  for (let presses = 0; presses < 6; presses += 1) await page.keyboard.press('Tab')
  await expect(card).toBeHidden()
  await expect(postWith(page, 'By keyboard').locator('.post-head a').nth(1)).toBeFocused()
})

test('opens the card on a long press and follows the link on a tap [POP-01]', async ({
  member,
  newVisitor,
}) => {
  const page = await newVisitor({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })
  const id = await writePost(member.context.request, 'Touch me')
  await page.goto(`/posts/${id}`)
  const name = nameIn(page, 'Touch me', member.username)
  const card = cardOf(page, member.username)
  const { x = 0, y = 0, height = 0 } = (await name.boundingBox()) ?? {}
  const touch = await page.context().newCDPSession(page)
  const at = [{ x: x + 5, y: y + height / 2 }]
  const press = () => touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at })
  const lift = () => touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await hoverName(name)
  await movePointerAway(page)
  await press()
  await expect(card).toBeVisible()
  await lift()
  await expect(card).toBeVisible()
  await expect(page).toHaveURL(`/posts/${id}`)
  const box = await card.boundingBox()
  expect(box?.x).toBeGreaterThanOrEqual(8)
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(382)
  await page.touchscreen.tap(200, 700)
  await expect(card).toBeHidden()
  await name.tap()
  await expect(page).toHaveURL(`/users/${member.username}`)
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [390, 1280])
    test(`has no accessibility violations and stays within the viewport when open, ${colorScheme}, ${width} pixels [POP-06, UIX-01]`, async ({
      member,
      newVisitor,
    }) => {
      // At this height the sticky header covers no part of a button, which axe would report as too small a target.
      const page = await newVisitor({ colorScheme, viewport: { width, height: 560 } })
      const { username } = await signUp(page.context().request)
      const about = { displayName: 'W'.repeat(50), aboutMe: 'w'.repeat(160) }
      await sendForm(member.context.request, '/account', 'displayName', about)
      await writePosts(member.context.request, ['one', 'two', `${'far '.repeat(20)} @${username}`])
      await page.goto(`/users/${member.username}`)
      for (const name of [
        page.getByRole('link', { name: about.displayName }).last(),
        page.getByRole('link', { name: `@${username}` }),
      ]) {
        await name.scrollIntoViewIfNeeded()
        await hoverName(name)
        const card = page.getByRole('dialog')
        await expect(card).toBeVisible()
        await expect(card).toBeInViewport({ ratio: 1 })
        // The card partly covers buttons of the page.
        await expectAccessible(page, 'profile card', ['target-size'])
      }
    })
