import type { Locator, Page } from '@playwright/test'
import { expect, flash, openLive, postWith, test } from './fixtures'
import { follow, writePosts } from './plain-http'

const texts = Array.from({ length: 30 }, (_, at) => `Entry ${at + 1} of many`)

/** Scrolls until a post is loaded and is 200 pixels below the top of the viewport. */
async function showPost(page: Page, post: Locator): Promise<number> {
  await expect(async () => {
    await page.getByRole('navigation', { name: 'Pages' }).scrollIntoViewIfNeeded({ timeout: 1000 })
    await expect(post).toHaveCount(1, { timeout: 500 })
  }).toPass()
  await post.evaluate((element) => scrollBy(0, element.getBoundingClientRect().top - 200))
  return topOf(post)
}

const topOf = (post: Locator) => post.evaluate((element) => Math.round(element.getBoundingClientRect().top))

const storedTexts = (page: Page) => page.evaluate(() => Object.values(sessionStorage).join())

/** Opens the page of a post with the link of its time, and waits for it. */
async function openPost(page: Page, post: Locator): Promise<void> {
  await post.locator('a:has(time)').click()
  await expect(page).toHaveURL(/\/posts\/\d+$/)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
}

test('restores the loaded entries, scroll position and focus of a list after Back, 20 times in a row', async ({
  member,
}) => {
  const { page } = member
  await writePosts(member.context.request, texts)
  await page.goto('/')
  for (let round = 0; round < 20; round++) {
    // The newest post has the highest number. Alternates between old and new entries.
    const post = postWith(page, `Entry ${round % 2 === 0 ? 3 + round : 29 - round} of many`)
    const top = await showPost(page, post)
    await openPost(page, post)
    await page.goBack()
    await expect(page).toHaveURL('/')
    await expect.poll(() => topOf(post), { message: `round ${round}` }).toBe(top)
    await expect(post.locator('a:has(time)')).toBeFocused()
  }
})

test('keeps entries, scroll position and a new like after a reload', async ({ member }) => {
  const { page } = member
  await writePosts(member.context.request, texts)
  await page.goto('/')
  const post = postWith(page, 'Entry 4 of many')
  const top = await showPost(page, post)
  const liked = page.waitForResponse((response) => response.request().method() === 'POST')
  await post.getByRole('button', { name: 'Like', exact: true }).click()
  // A reload before the response would cancel the request.
  await liked
  await expect(post.getByRole('button', { name: 'Unlike' })).toBeVisible()
  await page.reload()
  await expect.poll(() => topOf(post)).toBe(top)
  await expect(post.getByRole('button', { name: 'Unlike' })).toBeVisible()
})

test('shows a like made on the post page in the list after Back', async ({ member }) => {
  const { page } = member
  await writePosts(member.context.request, texts.slice(0, 3))
  await page.goto('/')
  const post = postWith(page, 'Entry 2 of many')
  await openPost(page, post)
  await post.getByRole('button', { name: 'Like', exact: true }).click()
  await expect(post.getByRole('button', { name: 'Unlike' })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL('/')
  await expect(post.getByRole('button', { name: 'Unlike' })).toBeVisible()
})

test('deletes stored lists at log-out', async ({ member }) => {
  const { page } = member
  await writePosts(member.context.request, texts)
  await page.goto('/')
  await showPost(page, postWith(page, 'Entry 4 of many'))
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(flash(page, 'You are logged out.')).toBeVisible()
  await page.reload()
  await expect.poll(() => storedTexts(page)).not.toContain('of many')
})

test('deletes stored lists on the next guest page after the session has ended in another browser', async ({
  member,
}) => {
  const { page } = member
  await writePosts(member.context.request, texts)
  await page.goto('/')
  await showPost(page, postWith(page, 'Entry 4 of many'))
  await member.context.clearCookies()
  await page.goto('/about')
  await expect.poll(() => storedTexts(page)).not.toContain('of many')
})

test('offers posts that were published while another page was open', async ({ member, otherMember }) => {
  const { page } = member
  const { request } = otherMember.context
  // Explore would offer posts of other tests too.
  await follow(member.context.request, otherMember.username)
  await writePosts(request, ['Published before'])
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openLive(page, '/about')
  await page.route(
    ({ pathname }) => pathname === '/',
    async (route) => {
      const response = await route.fetch()
      await writePosts(request, ['Published later'])
      await follow(request, member.username)
      // The page that is still open has received the event of the post too, which precedes that of the notification.
      await expect(page.locator('[data-unread=notifications]')).toBeVisible()
      await route.fulfill({ response })
    },
  )
  await page.getByRole('link', { name: 'Home', exact: true }).click()
  await page.getByRole('link', { name: '1 new post', exact: true }).click()
  await expect(postWith(page, 'Published later')).toBeVisible()
})
