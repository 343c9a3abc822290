import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { writePost, writeReply } from './plain-http'

/** The lower edge of the sticky header: the page header from 768 pixels on, the site header on phones. */
const headerEdge = (page: Page): Promise<number> =>
  page
    .locator((page.viewportSize()?.width ?? 0) >= 768 ? '.page-head' : '.rail')
    .evaluate((header) => header.getBoundingClientRect().bottom)

const top = (place: Locator): Promise<number> =>
  place.evaluate((element) => element.getBoundingClientRect().top)

for (const width of [390, 1280])
  test(`scrolls the target of a fragment link below the sticky header, ${width} pixels wide`, async ({
    member,
    guest,
  }) => {
    const { request } = member.context
    const root = await writePost(request, 'A conversation')
    const replies: number[] = []
    for (const body of ['1', '2', '3', '4']) replies.push(await writeReply(request, root, body))
    for (const page of [member.page, guest]) {
      await page.setViewportSize({ width, height: 500 })
      const target = replies[1] as number
      await page.goto(`/posts/${root}#post-${target}`)
      const entry = page.locator(`#post-${target}`)
      await expect(entry).toBeInViewport()
      expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0)
      expect(await top(entry)).toBeGreaterThanOrEqual(await headerEdge(page))
    }
  })

test('scrolls an element focused by Shift+Tab below the sticky header', async ({ member }) => {
  const { page } = member
  for (const body of ['1', '2', '3', '4', '5']) await writePost(member.context.request, body)
  await page.setViewportSize({ width: 390, height: 500 })
  await page.goto('/')
  const names = page.getByRole('article').locator('.post-name')
  await names.last().focus()
  let checked = 0
  for (; checked < 60; checked += 1) {
    await page.keyboard.press('Shift+Tab')
    const focused = page.locator('main :focus')
    if ((await focused.count()) === 0) break
    expect(await top(focused)).toBeGreaterThanOrEqual(await headerEdge(page))
  }
  expect(checked).toBeGreaterThan(5)
})
