import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { insertFailedMail, jobExists, makeAdmin } from './admin'
import { expect, flash, test } from './fixtures'
import { findLayoutProblems } from './layout'
import { receiveMail } from './mail'
import { abortRequests } from './typing'

const menuEntry = (page: Page) => page.locator('#account-menu').getByRole('link', { name: 'Background jobs' })
const jobWith = (page: Page, reason: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: reason })

test('is a 404 page for guests and members, who see no link to it', async ({ member, guest, guard }) => {
  guard.allow(404)
  for (const page of [guest, member.page]) {
    expect((await page.goto('/admin/jobs'))?.status()).toBe(404)
    await expect(page.getByRole('heading', { name: 'There is nothing here.' })).toBeVisible()
    await expect(page.getByText('Background jobs')).toHaveCount(0)
  }
  await member.page.goto('/')
  const html = await member.page.content()
  expect(html).not.toContain('/admin/')
  await expect(menuEntry(member.page)).toHaveCount(0)
})

test('an administrator runs a failed job again and deletes another, by keyboard', async ({ member }) => {
  const { page, username } = member
  makeAdmin(member)
  const [again, gone] = [`down for ${username}`, `unknown ${username}`]
  const first = insertFailedMail(member.email, `The mail server does not answer: ${again}`)
  const second = insertFailedMail(member.email, `550 <${member.email}> ${gone}`)

  await page.goto('/')
  await page.getByRole('button', { name: 'Account menu' }).click()
  await menuEntry(page).click()
  await expect(page).toHaveURL('/admin/jobs')
  await expect(page).toHaveTitle(/^Background jobs/)
  await expect(page.getByRole('term')).toHaveText(['Waiting', 'Running', 'Recurring', 'Failed'])
  await expect(jobWith(page, gone)).toContainText('Attempts: 12')
  // The name of the mailbox is not shown.
  await expect(jobWith(page, gone)).toContainText(/550 <…@[^>]+> unknown/)

  await jobWith(page, again).getByRole('button', { name: 'Try again' }).focus()
  await page.keyboard.press('Enter')
  await expect(flash(page, 'The job runs again.')).toBeVisible()
  await expect(jobWith(page, again)).toHaveCount(0)
  expect((await receiveMail(member.email)).subject).toBe('Hello again')
  await expect.poll(() => jobExists(first)).toBe(false)

  await jobWith(page, gone).getByRole('button', { name: 'Delete' }).focus()
  await page.keyboard.press('Enter')
  await expect(flash(page, 'The job is deleted.')).toBeVisible()
  await expect(jobWith(page, gone)).toHaveCount(0)
  expect(jobExists(second)).toBe(false)
  // The focus moves to the message when the button is removed.
  await expect(page.locator(':focus')).toContainText('The job is deleted.')
})

test('shows messages for a job that was deleted in another tab, and for a failed request', async ({
  member,
}) => {
  const { page, username } = member
  makeAdmin(member)
  insertFailedMail(member.email, `first ${username}`)
  insertFailedMail(member.email, `second ${username}`)
  const other = await member.context.newPage()
  for (const tab of [page, other]) await tab.goto('/admin/jobs')
  await jobWith(other, `first ${username}`).getByRole('button', { name: 'Delete' }).click()
  await expect(flash(other, 'The job is deleted.')).toBeVisible()
  await jobWith(page, `first ${username}`).getByRole('button', { name: 'Try again' }).click()
  await expect(flash(page, 'That job is no longer there')).toBeVisible()
  await expect(jobWith(page, `first ${username}`)).toHaveCount(0)

  await abortRequests(page)
  await jobWith(page, `second ${username}`).getByRole('button', { name: 'Delete' }).click()
  await expect(jobWith(page, `second ${username}`).getByRole('alert')).toHaveText(/^Not sent/)
  await page.unrouteAll()
  await jobWith(page, `second ${username}`).getByRole('button', { name: 'Delete' }).click()
  await expect(jobWith(page, `second ${username}`)).toHaveCount(0)
})

test('is accessible and fits into narrow windows', async ({ member }) => {
  const { page, username } = member
  makeAdmin(member)
  insertFailedMail(member.email, `${username} ${'m'.repeat(200)}`)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await page.goto('/admin/jobs')
      expect(await findLayoutProblems(page), `${width} pixels`).toEqual([])
      await expectAccessible(page, `${colorScheme}, ${width} pixels`)
    }
  }
})
