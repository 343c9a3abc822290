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

/** A state of the page: its path, the percentage and its text (null without a bar), and whether the button is there. */
type Seen = { path: string; percent: number | null; text: string | null; hasButton: boolean }

/**
 * Records every state of an export that a page shows. Polls could miss one: an export takes 0.4 seconds per post, however
 * slow the machine is.
 * @returns reads the states so far
 */
async function recordStates(page: Page): Promise<() => Promise<Seen[]>> {
  await page.evaluate(() => {
    const seen: Seen[] = []
    const record = () => {
      const bar = document.querySelector('main progress')
      seen.push({
        path: location.pathname,
        percent: bar instanceof HTMLProgressElement ? bar.value : null,
        text: bar?.parentElement?.querySelector('p > span:last-child')?.textContent ?? null,
        hasButton: [...document.querySelectorAll('button')].some(
          (one) => one.textContent === 'Export my posts',
        ),
      })
    }
    record()
    new MutationObserver(record).observe(document, {
      ...{ subtree: true, childList: true, attributes: true, characterData: true },
    })
    Object.assign(window, { seen })
  })
  return () => page.evaluate(() => (window as unknown as { seen: Seen[] }).seen)
}

const withoutRepeats = <T>(all: T[]) => all.filter((one, at) => at === 0 || one !== all[at - 1])

test('shows the progress on every page without a reload, then offers the file and sends it [EXP-01, EXP-04, EXP-06, EXP-08]', async ({
  member,
}) => {
  const { page, username, email } = member
  const bodies = Array.from({ length: 12 }, (_, at) => `number ${at}`)
  insertPosts(username, bodies)
  await openLive(page, '/account/data')
  const second = await member.context.newPage()
  await openLive(second, '/about')
  const [states, secondStates] = [await recordStates(page), await recordStates(second)]

  await button(page).click()
  await expect(bar(second)).toBeVisible()
  await second.getByRole('link', { name: 'Explore', exact: true }).first().click()
  await expect(second).toHaveURL(/\/explore$/)
  await expect(bar(second)).toHaveCount(0)
  await expect(bar(page)).toHaveCount(0)
  await expect(button(page)).toBeVisible()
  expect(withoutRepeats((await states()).map(({ hasButton }) => hasButton))).toEqual([true, false, true])
  // A reload would have removed the record.
  const shown = (await secondStates()).filter(({ percent }) => percent !== null)
  const percents = withoutRepeats(shown.map(({ percent }) => percent as number))
  expect(percents.length).toBeGreaterThan(3)
  expect(percents).toEqual([...percents].sort((one, other) => one - other).map(Math.floor))
  for (const { percent, text } of shown) expect(text).toBe(`${percent}%`)
  // The bar stays while the page changes.
  expect(shown.map(({ path }) => path)).toContain('/explore')
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
  insertPosts(username, ['one', 'two', 'three', 'four', 'five', 'six'])
  await openLive(page, '/account/data')
  const second = await member.context.newPage()
  await openLive(second, '/account/data')
  const states = await recordStates(second)
  await button(page).click()
  await expect(second.getByRole('link', { name: 'Download' })).toBeVisible()
  await expect(button(second)).toBeVisible()
  expect(withoutRepeats((await states()).map(({ hasButton }) => hasButton))).toEqual([true, false, true])
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
