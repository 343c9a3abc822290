import type { Page } from '@playwright/test'
import { archivedPost, roostArchive, zipOf } from '../lib/testing/archives'
import { expect, flash, openLive, test } from './fixtures'

const field = (page: Page) => page.getByLabel('Archive', { exact: true })
const button = (page: Page) => page.getByRole('button', { name: 'Import archive' })
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/zip', buffer })

test('imports an archive and shows the result without a reload', async ({ member }) => {
  const { page, username } = member
  await openLive(page, '/account/data')
  const posts = [1, 2, 3].map((id) => archivedPost(id))
  await field(page).setInputFiles(file('archive.zip', await zipOf(roostArchive(posts))))
  await button(page).click()
  await expect(flash(page, 'The import has started.')).toBeVisible()
  await expect(page.getByText('Posts imported: 3')).toBeVisible()
  await expect(button(page)).toBeVisible()
  await page.goto(`/users/${username}`)
  await expect(page.getByRole('article').first()).toContainText('post 3')
  await expect(page.getByRole('article')).toHaveCount(3)
})

test('shows why an archive is refused, and where', async ({ member }) => {
  const { page } = member
  await openLive(page, '/account/data')
  const archive = roostArchive([archivedPost(1), { ...archivedPost(2), body: 5 }])
  await field(page).setInputFiles(file('archive.zip', await zipOf(archive)))
  await button(page).click()
  await expect(page.getByText('A file of the archive has an invalid value.')).toBeVisible()
  await expect(page.getByText('data/posts.json: posts[1].body')).toBeVisible()
})
