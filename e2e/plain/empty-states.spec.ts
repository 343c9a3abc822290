import { expect, test } from '../fixtures'
import { uniqueName, writePost } from '../plain-http'

test('links from an empty profile to the composer without JavaScript', async ({ member }) => {
  const { page } = member
  await page.goto(`/users/${member.username}`)
  await page.getByRole('link', { name: 'Write your first post' }).click()
  await expect(page).toHaveURL('/?compose=')
  await page.getByLabel('Say something').fill('From the empty profile')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.goto(`/users/${member.username}`)
  await expect(page.getByRole('article')).toHaveText([/From the empty profile/])
})

test('suggests popular tags below an empty list, on phones and desktops, without JavaScript', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await writePost(otherMember.context.request, `Seen today #${uniqueName('bird')}`)
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 })
    await page.goto('/bookmarks')
    const tags = page.getByRole('main').getByRole('navigation', { name: 'Talked about' })
    await tags.getByRole('link').first().click()
    await expect(page).toHaveURL(/\/tags\//)
    await expect(page.getByRole('article').first()).toBeVisible()
  }
})
