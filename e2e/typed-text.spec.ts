import type { Page } from '@playwright/test'
import { cardOf, hover, nameIn } from './cards'
import { expect, flash, postWith, test } from './fixtures'
import { bubbles, field } from './messages'
import { password, uniqueName, writePost } from './plain-http'
import { composer, counter, hydrated, keptDrafts, openWithoutScripts, postButton } from './typing'

const lists = ['/', '/explore']

test('keeps the post being written when somebody is followed and unfollowed in a card', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const name = otherMember.username
  const press = (verb: string) => cardOf(page, name).getByRole('button', { name: verb, exact: true }).click()
  const draft = `Half a thought ${uniqueName()}`
  await writePost(otherMember.context.request, `By ${name}`)
  await page.goto('/explore')
  await composer(page).fill(draft)
  await hover(nameIn(page, `By ${name}`, name))
  for (const [verb, other] of [
    ['Follow', 'Unfollow'],
    ['Unfollow', 'Follow'],
    ['Follow', 'Unfollow'],
  ] as const) {
    await press(verb)
    await expect(cardOf(page, name).getByRole('button', { name: other, exact: true })).toBeFocused()
    await expect(composer(page)).toHaveValue(draft)
  }
  await page.goto('/')
  await composer(page).fill(draft)
  await hover(nameIn(page, `By ${name}`, name))
  await press('Unfollow')
  await expect(postWith(page, `By ${name}`)).toHaveCount(0)
  await expect(composer(page)).toHaveValue(draft)
  await expect(counter(page)).toHaveText(`Characters left: ${280 - draft.length}`)
  await postButton(page).click()
  await expect(postWith(page, draft)).toBeVisible()
})

for (const path of lists)
  test(`keeps the post being written on ${path} when an own post is deleted`, async ({ member }) => {
    const { page } = member
    const text = `To be deleted ${uniqueName()}`
    await writePost(member.context.request, text)
    const draft = `Half a thought ${uniqueName()}`
    await page.goto(path)
    await composer(page).fill(draft)
    await postWith(page, text).getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(flash(page, 'The post is deleted.')).toBeVisible()
    await expect(postWith(page, text)).toHaveCount(0)
    await expect(composer(page)).toHaveValue(draft)
    await expect(counter(page)).toHaveText(`Characters left: ${280 - draft.length}`)
    await postButton(page).click()
    await expect(postWith(page, draft)).toBeVisible()
  })

/** Leaves the page by a link and comes back by the browser's Back button. */
async function leaveAndGoBack(page: Page): Promise<void> {
  const address = page.url()
  await page.getByRole('link', { name: 'Notifications' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(address)
}

test('posts the text that the Back button has restored', async ({ member }) => {
  const { page } = member
  for (const path of lists) {
    await page.goto(path)
    const text = `Back to ${path} ${uniqueName()}`
    await composer(page).fill(text)
    await leaveAndGoBack(page)
    await expect(composer(page)).toHaveValue(text)
    await expect(counter(page)).toHaveText(`Characters left: ${280 - text.length}`)
    await postButton(page).click()
    await expect(postWith(page, text)).toBeVisible()
    await expect(composer(page)).toHaveValue('')
    await expect(counter(page)).toHaveText('Characters left: 280')
  }
})

test('sends the reply and saves the edit that the Back button has restored', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'The beginning')
  await page.goto(`/posts/${id}`)
  await composer(page).fill('A late reply')
  await leaveAndGoBack(page)
  await expect(composer(page)).toHaveValue('A late reply')
  await postButton(page).click()
  await expect(postWith(page, 'A late reply')).toBeVisible()
  await page.goto(`/posts/${id}/edit`)
  await composer(page).fill('Another beginning')
  await leaveAndGoBack(page)
  await expect(composer(page)).toHaveValue('Another beginning')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'The post is changed.')).toBeVisible()
  await expect(postWith(page, 'Another beginning')).toBeVisible()
})

test('keeps a post and a reply that were typed before the scripts arrived', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'A first post')
  for (const path of ['/', `/posts/${id}`]) {
    const letScriptsIn = await openWithoutScripts(page, path)
    const text = `Early ${uniqueName()}`
    await composer(page).fill(text)
    letScriptsIn()
    await expect(counter(page)).toHaveText(`Characters left: ${280 - text.length}`)
    await expect(composer(page)).toHaveValue(text)
    await postButton(page).click()
    await expect(postWith(page, text)).toBeVisible()
  }
})

test('a post that was sent before the scripts arrived leaves no draft behind', async ({ member }) => {
  const { page } = member
  await page.goto('/')
  await hydrated(composer(page))
  await composer(page).fill('Begun with scripts')
  await expect.poll(() => keptDrafts(page)).toHaveLength(1)
  const letScriptsIn = await openWithoutScripts(page, '/')
  await composer(page).fill('Sent without')
  await postButton(page).click({ noWaitAfter: true })
  await expect(postWith(page, 'Sent without')).toBeVisible()
  letScriptsIn()
  await hydrated(composer(page))
  await expect(composer(page)).toHaveValue('')
  expect(await keptDrafts(page)).toEqual([])
})

test('keeps an edit, a message and the account that were typed before the scripts arrived', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const id = await writePost(member.context.request, 'As it was')
  let letScriptsIn = await openWithoutScripts(page, `/posts/${id}/edit`)
  await composer(page).fill('Edited early')
  letScriptsIn()
  await expect(counter(page)).toHaveText('Characters left: 268')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(postWith(page, 'Edited early')).toBeVisible()

  letScriptsIn = await openWithoutScripts(page, `/messages/${otherMember.username}`)
  await field(page).fill('Hello early')
  letScriptsIn()
  await expect(counter(page)).toHaveText('Characters left: 989')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(bubbles(page)).toHaveText([/Hello early/])

  await page.goto('/account')
  await page.getByLabel('About me').fill('As I was')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  letScriptsIn = await openWithoutScripts(page, '/account')
  await page.getByLabel('Display name').fill('Early')
  await page.getByLabel('About me').fill('As I am')
  letScriptsIn()
  await hydrated(page.getByLabel('About me'))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Display name')).toHaveValue('Early')
  await expect(page.getByLabel('About me')).toHaveValue('As I am')
})

test('logs in with what was typed before the scripts arrived', async ({ member, guest }) => {
  const letScriptsIn = await openWithoutScripts(guest, '/login')
  await guest.getByLabel('Username or email').fill(member.username)
  await guest.getByLabel('Password').fill(password)
  letScriptsIn()
  await hydrated(guest.getByLabel('Password'))
  await guest.getByRole('button', { name: 'Log in' }).click()
  await expect(flash(guest, 'Good to see you again.')).toBeVisible()
})
