import { expect, flash, postWith, test } from './fixtures'
import { uniqueName } from './plain-http'

test('publishes a post from the dialog on any page, and keeps its text when the dialog is closed', async ({
  member,
}) => {
  const { page } = member
  const text = `From a dialog ${uniqueName()}`
  await page.goto(`/users/${member.username}`)
  await page.getByRole('link', { name: 'New post' }).click()
  const dialog = page.getByRole('dialog', { name: 'New post' })
  const field = dialog.getByLabel('Say something')
  await expect(field).toBeFocused()
  await field.fill(text)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await page.getByRole('link', { name: 'New post' }).click()
  await expect(field).toHaveValue(text)
  await page.keyboard.press('Control+Enter')
  await expect(flash(page, 'Your post is out.')).toBeVisible()
  await expect(dialog).toHaveCount(0)
  await expect(page).toHaveURL(`/users/${member.username}`)
  await expect(postWith(page, text)).toBeFocused()
})

test('links to the composer of the home page without JavaScript', async ({ member, browser }) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await member.context.storageState(),
  })
  const page = await context.newPage()
  await page.goto('/about')
  await page.getByRole('link', { name: 'New post' }).click()
  await expect(page).toHaveURL('/?compose=')
  await expect(page.getByLabel('Say something')).toBeVisible()
  await context.close()
})

test('shows the number of remaining characters when 40 or fewer are left', async ({ member }) => {
  const { page } = member
  await page.goto('/')
  const counter = page.locator('#body-left')
  await page.getByLabel('Say something').fill('a'.repeat(239))
  await expect(counter.getByText('41', { exact: true })).toHaveCount(0)
  await page.getByLabel('Say something').fill('a'.repeat(240))
  await expect(counter.getByText('40', { exact: true })).toBeVisible()
})
