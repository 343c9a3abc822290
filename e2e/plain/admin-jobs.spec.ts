import { insertFailedMail, jobExists, makeAdmin } from '../admin'
import { changeRows } from '../database'
import { expect, flash, test } from '../fixtures'
import { receiveMail } from '../mail'

test('runs failed jobs again and deletes them without JavaScript', async ({ member, guard }) => {
  const { page, username } = member
  makeAdmin(member)
  insertFailedMail(member.email, `again ${username}`)
  const gone = insertFailedMail(member.email, `gone ${username}`)
  const job = (reason: string) =>
    page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: `${reason} ${username}` })
  await page.goto('/admin/jobs')
  await job('again').getByRole('button', { name: 'Try again' }).click()
  await expect(flash(page, 'The job runs again.')).toBeVisible()
  await expect(page).toHaveURL('/admin/jobs')
  await expect(job('again')).toHaveCount(0)
  await receiveMail(member.email)
  await job('gone').getByRole('button', { name: 'Delete' }).click()
  await expect(flash(page, 'The job is deleted.')).toBeVisible()
  expect(jobExists(gone)).toBe(false)

  // The page was opened before the role was revoked.
  const kept = insertFailedMail(member.email, `kept ${username}`)
  await page.goto('/admin/jobs')
  changeRows("UPDATE users SET role = 'member' WHERE username = ?", username)
  guard.allow(404)
  await job('kept').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('heading', { name: 'There is nothing here.' })).toBeVisible()
  expect(jobExists(kept)).toBe(true)
})

test('pages through failed jobs without JavaScript', async ({ member }) => {
  const { page, username } = member
  makeAdmin(member)
  // More than two pages, older than the failed jobs of other tests.
  const count = 12
  for (let at = 0; at < count; at++)
    insertFailedMail(member.email, `${username} ${at}`, new Date(Date.UTC(2026, 0, 1, 0, at)))
  const found = new Set<string>()
  await page.goto('/admin/jobs')
  for (;;) {
    for (const text of await page.getByRole('main').getByRole('listitem').allInnerTexts()) {
      const own = new RegExp(`${username} \\d+`).exec(text)?.[0]
      if (own) found.add(own)
    }
    const older = page.getByRole('link', { name: 'Older' })
    if ((await older.count()) === 0) break
    // Waits for the whole list, which a click does not.
    await page.goto((await older.getAttribute('href')) as string)
  }
  expect(found.size).toBe(count)
  await expect(page.getByRole('link', { name: 'Newer' })).toBeVisible()
  changeRows('DELETE FROM jobs WHERE last_error LIKE ?', `${username} %`)
})
