import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { unzip } from '../lib/testing/unzip'
import { insertPosts, mailsTo } from './exports'
import { expect, fillSignUp, openLive, test } from './fixtures'
import { startOwnServer } from './own-server'
import { newAccount } from './plain-http'

const button = (page: Page) => page.getByRole('button', { name: 'Export my posts' })
const bar = (page: Page) => page.getByRole('progressbar', { name: 'Exporting your posts' })
const percentIn = async (page: Page) => Number(await bar(page).getAttribute('value'))

test('shows the progress on every page without a reload, then offers the file and sends it [EXP-01, EXP-04, EXP-06, EXP-08]', async ({
  member,
}) => {
  const { page, username, email } = member
  const bodies = Array.from({ length: 12 }, (_, at) => `number ${at}`)
  insertPosts(username, bodies)
  await openLive(page, '/account/data')
  const second = await member.context.newPage()
  await second.goto('/about')
  await second.evaluate(() => Object.assign(window, { loadedOnce: true }))

  await button(page).click()
  await expect(bar(second)).toBeVisible()
  await expect(button(page)).toHaveCount(0)
  await expect.poll(() => percentIn(second)).toBeGreaterThan(0)
  const percent = await percentIn(second)
  expect(Number.isInteger(percent)).toBe(true)
  await expect.poll(() => percentIn(second)).toBeGreaterThan(percent)
  await expect(second.getByText(/^\d+%$/)).toBeVisible()
  // The bar stays while the page changes.
  await second.getByRole('link', { name: 'Explore', exact: true }).first().click()
  await expect(second).toHaveURL(/\/explore$/)
  await expect(bar(second)).toBeVisible()

  await expect(bar(second)).toHaveCount(0)
  expect(await second.evaluate(() => 'loadedOnce' in window)).toBe(true)
  await expect(bar(page)).toHaveCount(0)
  await expect(button(page)).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('posts.json')
  const { posts } = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(posts.map(({ body }: { body: string }) => body)).toEqual(bodies)
  await expect.poll(async () => (await mailsTo(email)).length).toBe(1)
  expect((await mailsTo(email))[0]).toContain('Content-Type: application/json; name=posts.json')
  await page.getByRole('link', { name: 'Notifications 1 unread' }).click()
  await page.getByRole('link', { name: 'Your export is ready' }).click()
  await expect(page).toHaveURL(/\/account\/data$/)
})

test('hides the button in another tab, and shows it again after the end [EXP-02, EXP-06]', async ({
  member,
}) => {
  const { page, username } = member
  insertPosts(username, ['one', 'two', 'three', 'four'])
  await openLive(page, '/account/data')
  const second = await member.context.newPage()
  await second.goto('/account/data')
  await button(page).click()
  await expect(button(second)).toHaveCount(0)
  await expect(second.getByRole('link', { name: 'Download' })).toBeVisible()
  await expect(button(second)).toBeVisible()
})

test('shows an export as queued until a worker runs it [EXP-12]', async ({ newVisitor }) => {
  const secret = 'a secret of the scheduler'
  const server = await startOwnServer(undefined, { JOBS: 'cron', CRON_SECRET: secret })
  try {
    const page = await newVisitor({ baseURL: server.url })
    await page.goto('/signup')
    await fillSignUp(page, newAccount())
    await expect(page.getByText('Your feed is empty.')).toBeVisible()
    await openLive(page, '/account/data')
    await button(page).click()
    await expect(page.getByText('Queued: it starts soon')).toBeVisible()
    await expect(bar(page)).toHaveAttribute('value', '0')
    const headers = { Authorization: `Bearer ${secret}` }
    expect((await page.request.get('/api/jobs', { headers })).status()).toBe(200)
    await expect(page.getByRole('link', { name: 'Download' })).toBeVisible()
    await expect(bar(page)).toHaveCount(0)
  } finally {
    await server.stop()
  }
})

test("shows the account data in the archive's index.html offline", async ({ member, newVisitor }) => {
  const { page, username } = member
  const attack = '<img src=x onerror=alert(1)>'
  insertPosts(username, [...Array.from({ length: 104 }, (_, at) => `number ${at}`), attack])
  await openLive(page, '/account/data')
  await page.getByRole('button', { name: 'Export my account' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  const directory = await mkdtemp(join(tmpdir(), 'roost-archive-'))
  try {
    for (const [path, content] of await unzip(await readFile(await download.path()))) {
      await mkdir(dirname(join(directory, path)), { recursive: true })
      await writeFile(join(directory, path), content)
    }
    const reader = await newVisitor()
    await reader.goto(pathToFileURL(join(directory, 'index.html')).href)
    await expect(reader.getByRole('article')).toContainText(`${username}@example.com`)
    await reader.getByRole('button', { name: 'Posts' }).click()
    await expect(reader.getByText(attack)).toBeVisible()
    await expect(reader.getByRole('article')).toHaveCount(100)
    await reader.getByRole('button', { name: 'Show more' }).click()
    await expect(reader.getByText('number 0', { exact: true })).toBeVisible()
    await expect(reader.getByRole('article')).toHaveCount(105)
    await reader.getByRole('button', { name: 'Messages' }).click()
    await expect(reader.getByText('Nothing here.')).toBeVisible()
  } finally {
    await rm(directory, { recursive: true })
  }
})
