import { expect, flash, postWith, test } from './fixtures'
import { follow, writePost, writePosts, writeReply } from './plain-http'
import { composer, hydrated, postButton } from './typing'

test('after Post the composer has the focus, for posts and for replies', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'The beginning')
  for (const path of ['/', '/explore', `/posts/${id}`]) {
    await page.goto(path)
    await hydrated(composer(page))
    await composer(page).fill(`Said on ${path}`)
    await postButton(page).click()
    await expect(postWith(page, `Said on ${path}`)).toBeVisible()
    await expect(composer(page)).toBeFocused()
    await page.keyboard.type('Next')
    await expect(composer(page)).toHaveValue('Next')
    await composer(page).fill('')
  }
})

test('after Delete the next post has the focus, then the one before, then the heading', async ({
  member,
}) => {
  const { page } = member
  await writePosts(member.context.request, ['Third', 'Second', 'First'])
  await page.goto('/')
  await hydrated(composer(page))
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

test('after the post of a page was deleted the heading of the next page has the focus', async ({
  member,
}) => {
  const { page } = member
  const id = await writePost(member.context.request, 'On its own page')
  await page.goto(`/posts/${id}`)
  await hydrated(composer(page))
  await page.getByRole('article').getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL('/')
  await expect(flash(page, 'The post is deleted.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('after Mark as read the entry has the focus, after Mark all as read the heading', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await follow(otherMember.context.request, member.username)
  const id = await writePost(member.context.request, 'Answer me')
  await writeReply(otherMember.context.request, id, 'An answer')
  await page.goto('/notifications')
  const entry = page.getByRole('listitem').filter({ hasText: 'follows you' })
  const button = entry.getByRole('button', { name: 'Mark as read' })
  await hydrated(button)
  await button.click()
  await expect(button).toHaveCount(0)
  await expect(entry.getByRole('link')).toBeFocused()
  const all = page.getByRole('button', { name: 'Mark all as read' })
  await all.click()
  await expect(all).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('Reply focuses the composer, on the page and on the way to another page', async ({
  member,
  otherMember,
}) => {
  const { page } = otherMember
  const root = await writePost(member.context.request, 'The question')
  const answer = await writeReply(member.context.request, root, 'An answer')
  await page.goto(`/users/${member.username}`)
  await postWith(page, 'An answer').getByRole('button', { name: 'Reply' }).click()
  await expect(page).toHaveURL(`/posts/${answer}?reply=${answer}#composer`)
  await expect(composer(page)).toBeFocused()
  await page.goto(`/posts/${root}`)
  await hydrated(composer(page))
  await expect(composer(page)).not.toBeFocused()
  await postWith(page, 'An answer').getByRole('button', { name: 'Reply' }).click()
  await expect(composer(page)).toBeFocused()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('the message that an account is saved is in view', async ({ member }) => {
    const { page } = member
    await page.goto('/account')
    await hydrated(page.getByLabel('About me'))
    await page.getByLabel('About me').fill('Saved on a phone')
    const save = page.getByRole('button', { name: 'Save' })
    await save.click()
    await expect(flash(page, 'Your account is saved.')).toBeInViewport({ ratio: 1 })
    await expect(save).toBeFocused()
  })

  test('the search button focuses the field that it opens', async ({ member, guest }) => {
    for (const page of [member.page, guest]) {
      await page.goto('/explore')
      const field = page.getByRole('searchbox', { name: 'Search', exact: true })
      await hydrated(page.locator('input[name=q]'))
      await expect(field).toBeHidden()
      await page.getByRole('button', { name: 'Open the search' }).click()
      await expect(field).toBeFocused()
    }
  })
})

test('the search field takes no focus when a page is opened on a desktop', async ({ guest }) => {
  await guest.goto('/explore')
  await hydrated(guest.locator('input[name=q]'))
  await expect(guest.getByRole('searchbox', { name: 'Search', exact: true })).not.toBeFocused()
})
