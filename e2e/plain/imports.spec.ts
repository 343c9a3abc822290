import { archivedPost, roostArchive, zipOf } from '../../lib/testing/archives'
import { expect, flash, test } from '../fixtures'

test('imports an archive without JavaScript, and says why another one is refused', async ({ member }) => {
  const { page } = member
  await page.goto('/account/data')
  const field = page.getByLabel('Archive', { exact: true })
  const button = page.getByRole('button', { name: 'Import archive' })
  const bytes = await zipOf(roostArchive([archivedPost(1)]))
  for (const [buffer, result] of [
    [bytes, 'Posts imported: 1'],
    [Buffer.from('hello'), 'This file is not a zip.'],
  ] as const) {
    await field.setInputFiles({ name: 'archive.zip', mimeType: 'application/zip', buffer })
    await button.click()
    await expect(flash(page, 'The import has started.')).toBeVisible()
    await expect(async () => {
      await page.reload()
      await expect(page.getByText(result)).toBeVisible({ timeout: 500 })
    }).toPass()
  }
})
