import type { Locator } from '@playwright/test'
import sharp from 'sharp'
import { expectAccessible } from './accessible'
import { expect, type Member, test } from './fixtures'
import { sendPlainMessages } from './messages'
import { follow, uniqueName, writePost, writeReply } from './plain-http'

/** Axe compares the colours of the style sheet, which the browser replaces. */
const disabledRules = ['color-contrast']

type Pixels = { width: number; height: number; at: (x: number, y: number) => string }

/** Takes a screenshot of an element and reads its colours. */
async function readPixels(place: Locator): Promise<Pixels> {
  const picture = sharp(await place.screenshot())
    .removeAlpha()
    .raw()
  const { data, info } = await picture.toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const at = (x: number, y: number) =>
    data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3).toString('hex')
  return { width, height, at }
}

/** The colours of an element's left edge at half its height, from outside to inside. */
async function leftEdge(place: Locator, pixels: number): Promise<string[]> {
  const { height, at } = await readPixels(place)
  return Array.from({ length: pixels }, (_, x) => at(x, Math.floor(height / 2)))
}

/** The background colour of an element, read at the middle of its top edge, where there is no text. */
async function fillOf(place: Locator): Promise<string> {
  const { width, at } = await readPixels(place)
  return at(Math.floor(width / 2), 4)
}

/** The share of pixels whose colour differs from that of the corner, from 0 to 1. */
async function paintedShare(place: Locator): Promise<number> {
  const { width, height, at } = await readPixels(place)
  const all = Array.from({ length: width * height }, (_, place) =>
    at(place % width, Math.floor(place / width)),
  )
  return all.filter((colour) => colour !== at(0, 0)).length / all.length
}

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`forced colours, ${colorScheme}`, () => {
    const openWithForcedColours = async ({ page }: Member, path: string) => {
      await page.emulateMedia({ colorScheme, forcedColors: 'active' })
      await page.setViewportSize({ width: 390, height: 800 })
      await page.goto(path)
      return page
    }

    test('outlines message bubbles, with a thicker outline for sent messages', async ({
      member,
      otherMember,
    }) => {
      await sendPlainMessages(member.context.request, otherMember.username, 'From me')
      await sendPlainMessages(otherMember.context.request, member.username, 'From you')
      const page = await openWithForcedColours(member, `/messages/${otherMember.username}`)
      const canvas = await fillOf(page.locator('[data-thread]'))
      const theirs = await leftEdge(page.locator('.bubble:not([data-own])'), 4)
      const own = await leftEdge(page.locator('.bubble[data-own]'), 4)
      const width = (edge: string[]) => edge.filter((colour) => colour !== canvas).length
      expect(width(theirs)).toBeGreaterThan(0)
      expect(width(own)).toBeGreaterThan(width(theirs))
      await expectAccessible(page, 'a thread', disabledRules)
    })

    test('distinguishes the current filter, tab and page', async ({ member }) => {
      for (const [path, current, other] of [
        ['/notifications?kind=like', 'Likes', 'Follows'],
        ['/account/security', 'Security', 'Blocked'],
        ['/search?q=words&sort=newest', 'Newest', 'Best match'],
        ['/messages', 'Messages', 'Explore'],
      ] as const) {
        const page = await openWithForcedColours(member, path)
        const [here, there] = [current, other].map((name) => page.getByRole('link', { name, exact: true }))
        expect(await fillOf(here as Locator), path).not.toBe(await fillOf(there as Locator))
        await expectAccessible(page, path, disabledRules)
      }
      const page = await openWithForcedColours(member, '/account')
      const [english, spanish] = ['English', 'Español'].map((name) =>
        page.getByRole('main').getByRole('button', { name }),
      )
      expect(await fillOf(english as Locator)).not.toBe(await fillOf(spanish as Locator))
    })

    test('shows the unread bar of notifications and the background of badges', async ({
      member,
      otherMember,
    }) => {
      await follow(otherMember.context.request, member.username)
      await sendPlainMessages(otherMember.context.request, member.username, 'Unread')
      const page = await openWithForcedColours(member, '/notifications')
      const edge = await leftEdge(page.locator('[data-unread-entry]').first(), 12)
      expect(new Set(edge).size).toBeGreaterThan(1)
      const fill = await fillOf(page.locator('[data-unread=messages]'))
      expect(fill).not.toBe(await fillOf(page.getByRole('banner')))
      await openWithForcedColours(member, '/messages')
      const [count, line] = [page.locator('[data-list] .badge'), page.locator('[data-list] > li')]
      expect(await fillOf(count)).not.toBe(await fillOf(line))
    })

    test('shows the icons of post buttons, filled when active', async ({ member }) => {
      const text = `Pictured ${uniqueName()}`
      await writePost(member.context.request, text)
      const page = await openWithForcedColours(member, '/')
      const post = page.getByRole('article').filter({ hasText: text })
      for (const verb of ['Like', 'Bookmark'] as const) {
        const off = await paintedShare(post.getByRole('button', { name: verb, exact: true }))
        expect(off).toBeGreaterThan(0.02)
        await post.getByRole('button', { name: verb, exact: true }).click()
        const on = post.getByRole('button', { name: verb === 'Like' ? 'Unlike' : 'Remove bookmark' })
        await expect(on).toBeVisible()
        await page.mouse.move(1, 1)
        expect(await paintedShare(on)).toBeGreaterThan(1.2 * off)
      }
      for (const name of ['Reply', 'Edit', 'Delete'])
        expect(await paintedShare(post.getByRole('button', { name }))).toBeGreaterThan(0.02)
    })

    test('outlines the requested reply in a conversation', async ({ member }) => {
      const root = await writePost(member.context.request, 'Root')
      const reply = await writeReply(member.context.request, root, 'Named')
      const other = await writeReply(member.context.request, root, 'Another')
      const page = await openWithForcedColours(member, `/posts/${reply}`)
      const edge = (id: number) => leftEdge(page.locator(`#post-${id}`), 4)
      expect(await edge(reply)).not.toEqual(await edge(other))
    })
  })
