import type { Page } from '@playwright/test'
import { expect, postWith, test } from './fixtures'
import { writePost } from './plain-http'

/** Sets a marker that is lost if the document is reloaded. */
const markDocument = (page: Page) => page.evaluate(() => Object.assign(window, { marked: true }))
const isMarked = (page: Page) => page.evaluate(() => 'marked' in window)

test('opens the pages of a member in the same document and focuses their headings', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'A place to go')
  await page.goto('/')
  await markDocument(page)
  const heading = page.getByRole('heading', { level: 1 })
  for (const [name, path, title] of [
    ['Explore', '/explore', 'Explore'],
    ['Notifications', '/notifications', 'Notifications'],
    ['Messages', '/messages', 'Messages'],
    ['Bookmarks', '/bookmarks', 'Bookmarks'],
    ['Profile', `/users/${member.username}`, member.username],
  ] as const) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()
    await expect(page).toHaveURL(path)
    await expect(heading).toBeFocused()
    await expect(page).toHaveTitle(new RegExp(`${title}.* - Roost$`))
  }
  await postWith(page, 'A place to go').locator('a:has(time)').click()
  await expect(page).toHaveURL(`/posts/${id}`)
  await page.goBack()
  await expect(page).toHaveURL(`/users/${member.username}`)
  expect(await isMarked(page)).toBe(true)
})

test('opens the pages of a guest in the same document', async ({ member, guest }) => {
  const id = await writePost(member.context.request, 'Open to everyone')
  await guest.goto(`/users/${member.username}`)
  await markDocument(guest)
  await postWith(guest, 'Open to everyone').locator('a:has(time)').click()
  await expect(guest).toHaveURL(`/posts/${id}`)
  await expect(guest.getByRole('heading', { level: 1 })).toBeFocused()
  await guest.getByRole('link', { name: 'Explore' }).click()
  await expect(guest).toHaveURL('/explore')
  expect(await isMarked(guest)).toBe(true)
  await guest.goBack()
  await expect(guest).toHaveURL(`/posts/${id}`)
  await expect(postWith(guest, 'Open to everyone')).toBeVisible()
})

test('submits a search as a soft navigation', async ({ member }) => {
  const { page } = member
  await page.goto('/')
  await markDocument(page)
  await page.getByRole('searchbox', { name: 'Search' }).fill('nothing at all')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/search?q=nothing+at+all')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Search: nothing at all')
  expect(await isMarked(page)).toBe(true)
})

test('requests a page once on click, and not on hover or focus of its link', async ({ member }) => {
  const { page } = member
  await page.goto('/')
  const requests: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/explore') requests.push(request.url())
  })
  const navigation = page.getByRole('navigation', { name: 'Main' })
  const link = navigation.getByRole('link', { name: 'Explore' })
  await link.hover()
  await link.focus()
  await navigation.getByRole('link', { name: 'Messages' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Messages')
  expect(requests).toEqual([])
  await link.click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Explore')
  expect(requests).toHaveLength(1)
})

test('does not intercept clicks with a modifier key', async ({ member }) => {
  const { page } = member
  await page.goto('/')
  const [tab] = await Promise.all([
    member.context.waitForEvent('page'),
    page.getByRole('link', { name: 'Explore', exact: true }).click({ modifiers: ['Control'] }),
  ])
  await expect(tab).toHaveURL('/explore')
  await expect(page).toHaveURL('/')
})

test('shows the 404 page after a soft navigation to a missing post', async ({ member, guard }) => {
  guard.allow(404)
  const { page } = member
  const id = await writePost(member.context.request, 'Soon gone')
  await page.goto('/')
  await page.evaluate((path) => {
    const link = document.querySelector<HTMLAnchorElement>(`a[href="${path}"]`)
    if (link) link.href = '/posts/999999999'
  }, `/posts/${id}`)
  await postWith(page, 'Soon gone').locator('a:has(time)').click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here.')
})
