import { expect, postWith, test } from './fixtures'
import { follow, uniqueName, writePost } from './plain-http'

test('shows a new member first steps and people to follow, and posts after the first follow', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const text = `Worth following ${uniqueName()}`
  await writePost(otherMember.context.request, text)
  await page.goto('/')
  const main = page.getByRole('main')
  await expect(main.getByRole('link', { name: 'Add a picture' })).toHaveAttribute('href', '/account')
  await expect(main.getByRole('link', { name: 'Follow three people' })).toBeVisible()
  await expect(main.getByRole('link', { name: 'Write your first post' })).toBeVisible()
  await expect(main.getByRole('heading', { name: 'People to follow' })).toBeVisible()
  await follow(member.context.request, otherMember.username)
  await page.reload()
  await expect(postWith(page, text)).toBeVisible()
  await expect(main.getByRole('heading', { name: 'People to follow' })).toHaveCount(0)
})

test('shows the newest posts of the community on the welcome page', async ({ member, guest }) => {
  await expect(async () => {
    // Other tests may publish more posts than the page shows before it is opened.
    const text = `Seen by everyone ${uniqueName()}`
    await writePost(member.context.request, text)
    await guest.goto('/')
    await expect(postWith(guest, text)).toBeVisible({ timeout: 500 })
  }).toPass()
  await expect(guest.getByRole('main').getByRole('link', { name: 'Sign up' })).toBeVisible()
})
