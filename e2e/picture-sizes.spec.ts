import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { cardOf, hoverName, nameIn } from './cards'
import { expect, flash, type Member, test } from './fixtures'
import { picture } from './pictures'
import { follow, writePost, writeReply } from './plain-http'

/** The maximum ratio of stored to displayed size: lists show the 48-pixel file at 32, 36 and 40 pixels. */
const tolerance = 1.5

async function uploadPicture({ page }: Member): Promise<void> {
  await page.goto('/account')
  const file = { name: 'me.png', mimeType: 'image/png', buffer: await picture('png', 500, 400) }
  await page.getByLabel('Picture').setInputFiles(file)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
}

/** The uploaded pictures on a page. `stored` is the size in the name of the loaded file. */
async function shownPictures(page: Page) {
  const images = page.locator('img[src^="/media/"]:visible')
  await expect(images.first()).toBeVisible()
  for (const image of await images.all()) await image.scrollIntoViewIfNeeded()
  await expect
    .poll(() => images.evaluateAll((all) => all.every((image) => (image as HTMLImageElement).complete)))
    .toBe(true)
  return images.evaluateAll((all) =>
    (all as HTMLImageElement[]).map((image) => ({
      url: image.currentSrc,
      stored: Number(/-(\d+)\.webp$/.exec(image.currentSrc)?.[1]),
      displayed: image.getBoundingClientRect().width,
      attributes: [image.getAttribute('width'), image.getAttribute('height')],
    })),
  )
}

/** Sums the layout shifts of all documents that the page loads after this call. */
async function sumLayoutShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    Object.assign(window, { layoutShift: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        (window as unknown as { layoutShift: number }).layoutShift += (
          entry as unknown as { value: number }
        ).value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  return () => page.evaluate(() => (window as unknown as { layoutShift: number }).layoutShift)
}

for (const density of [1, 2])
  test(`serves pictures at their displayed size with ${density} device pixels per CSS pixel [PRO-05]`, async ({
    member,
    otherMember,
    newVisitor,
    request,
  }) => {
    const { context, username } = member
    await uploadPicture(member)
    const id = await writePost(context.request, 'With my picture')
    await writeReply(context.request, id, 'Reply with my picture')
    await follow(context.request, otherMember.username)

    const shown = new Map<string, number>()
    const expectFitting = async (page: Page) => {
      for (const { url, stored, displayed, attributes } of await shownPictures(page)) {
        const needed = displayed * density
        expect(stored, `${url} shown at ${displayed}`).toBeGreaterThanOrEqual(needed)
        expect(stored, `${url} shown at ${displayed}`).toBeLessThanOrEqual(needed * tolerance)
        expect(Number(attributes[0]), url).toBeGreaterThan(0)
        expect(attributes[1], url).toBe(attributes[0])
        shown.set(url, stored)
      }
    }
    // In a separate context: a browser may show a larger file from its cache.
    const open = async (who: Member, path: string) => {
      const page = await newVisitor({ deviceScaleFactor: density })
      await page.context().addCookies(await who.context.cookies())
      const layoutShift = await sumLayoutShifts(page)
      await page.goto(path)
      return { page, layoutShift }
    }
    const sharedPaths = [`/users/${username}`, `/posts/${id}`]
    for (const [who, paths] of [
      [member, [...sharedPaths, '/account']],
      [otherMember, [...sharedPaths, '/notifications', `/users/${otherMember.username}/followers`]],
    ] as const)
      for (const path of paths) {
        const { page, layoutShift } = await open(who, path)
        await expectFitting(page)
        // The web font may move lines by a fraction. A picture without a size moves far more.
        expect(await layoutShift(), path).toBeLessThan(0.005)
        await page.context().close()
      }
    const { page } = await open(otherMember, `/posts/${id}`)
    await hoverName(nameIn(page, 'With my picture', username).first())
    await expect(cardOf(page, username)).toBeVisible()
    await expectFitting(page)
    expect([...new Set(shown.values())].sort((a, b) => a - b)).toEqual(
      [48, 64, 128].map((size) => size * density),
    )
    for (const [url, stored] of shown) {
      const response = await request.get(url)
      const headers = response.headers()
      expect([headers['content-type'], headers['cache-control']]).toEqual([
        'image/webp',
        'public, max-age=31536000, immutable',
      ])
      const { width, height } = await sharp(await response.body()).metadata()
      expect([width, height]).toEqual([stored, stored])
    }
  })
