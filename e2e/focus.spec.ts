import { expect, flash, postWith, test } from './fixtures'
import { writePost, writePosts, writeReply } from './plain-http'
import { composer, postButton, waitForHydration } from './typing'

test('focuses the new post after posting and replying', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'The beginning')
  for (const path of ['/', '/explore', `/posts/${id}`]) {
    await page.goto(path)
    await waitForHydration(composer(page))
    await composer(page).fill(`Said on ${path}`)
    await postButton(page).click()
    await expect(postWith(page, `Said on ${path}`)).toBeVisible()
    await expect(postWith(page, `Said on ${path}`)).toBeFocused()
    await expect(composer(page)).toHaveValue('')
  }
})

test('focuses the next post after a deletion, or the previous one, or the heading', async ({ member }) => {
  const { page } = member
  await writePosts(member.context.request, ['Third', 'Second', 'First'])
  await page.goto('/')
  await waitForHydration(composer(page))
  const remove = async (text: string) => {
    await postWith(page, text).getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(postWith(page, text)).toHaveCount(0)
    await expect(flash(page, 'The post is deleted.')).toBeVisible()
  }
  await remove('First')
  await expect(postWith(page, 'Second')).toBeFocused()
  await remove('Third')
  await expect(postWith(page, 'Second')).toBeFocused()
  await remove('Second')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('focuses the heading of the home page after a post is deleted on its own page', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'On its own page')
  await page.goto(`/posts/${id}`)
  await waitForHydration(composer(page))
  await page.getByRole('article').getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL('/')
  await expect(flash(page, 'The post is deleted.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('focuses the composer after "Reply", on the same and on another page', async ({
  member,
  otherMember,
}) => {
  const { page } = otherMember
  const root = await writePost(member.context.request, 'The question')
  const response = await writeReply(member.context.request, root, 'An answer')
  await page.goto(`/users/${member.username}`)
  await postWith(page, 'An answer').getByRole('button', { name: 'Reply' }).click()
  await expect(page).toHaveURL(`/posts/${response}?reply=${response}#composer`)
  await expect(composer(page)).toBeFocused()
  await page.goto(`/posts/${root}`)
  await waitForHydration(composer(page))
  await expect(composer(page)).not.toBeFocused()
  await postWith(page, 'An answer').getByRole('button', { name: 'Reply' }).click()
  await expect(composer(page)).toBeFocused()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('scrolls the success message of the account page into view', async ({ member }) => {
    const { page } = member
    await page.goto('/account')
    await waitForHydration(page.getByLabel('About me'))
    await page.getByLabel('About me').fill('Saved on a phone')
    const save = page.getByRole('button', { name: 'Save' })
    await save.click()
    await expect(flash(page, 'Your account is saved.')).toBeInViewport({ ratio: 1 })
    await expect(save).toBeFocused()
  })

  test('focuses the search field that the search button opens', async ({ member, guest }) => {
    for (const page of [member.page, guest]) {
      await page.goto('/explore')
      const field = page.getByRole('searchbox', { name: 'Search', exact: true })
      await waitForHydration(page.locator('input[name=q]'))
      await expect(field).toBeHidden()
      await page.getByRole('button', { name: 'Open search' }).click()
      await expect(field).toBeFocused()
    }
  })
})

test('does not focus the search field when a page opens on a desktop', async ({ guest }) => {
  await guest.goto('/explore')
  await waitForHydration(guest.locator('input[name=q]'))
  await expect(guest.getByRole('searchbox', { name: 'Search', exact: true })).not.toBeFocused()
})
