import { readFile } from 'node:fs/promises'
import { insertPosts } from '../exports'
import { expect, flash, test } from '../fixtures'

test('exports posts without JavaScript, and refuses a second one while the first is running [EXP-01, EXP-02, EXP-04]', async ({
  member,
}) => {
  const { page, username } = member
  // The export of these posts takes ten seconds, enough for the second request on a busy machine.
  const bodies = Array.from({ length: 25 }, (_, at) => `number ${at}`)
  insertPosts(username, bodies)
  const button = page.getByRole('button', { name: 'Export my posts' })
  const second = await member.context.newPage()
  await second.goto('/account/data')
  await page.goto('/account')
  await page.getByRole('link', { name: 'Your data' }).click()
  await button.click()
  await expect(flash(page, 'The export has started.')).toBeVisible()
  await expect(button).toHaveCount(0)

  await second.getByRole('button', { name: 'Export my posts' }).click()
  await expect(flash(second, 'An export is not finished yet.')).toBeVisible()
  await second.goto('/explore')
  await expect(second.getByRole('progressbar', { name: 'Exporting your posts' })).toBeVisible()

  const link = page.getByRole('link', { name: 'Download' })
  await expect(async () => {
    await page.reload()
    await expect(link).toBeVisible({ timeout: 500 })
  }).toPass()
  await expect(button).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(JSON.parse(await readFile(await download.path(), 'utf8')).posts).toHaveLength(bodies.length)
})
