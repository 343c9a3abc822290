import type { Page } from '@playwright/test'
import { cardOf, hoverName, nameIn } from './cards'
import { expect, flash, postWith, test } from './fixtures'
import { bubbles, messageField } from './messages'
import { password, uniqueName, writePost } from './plain-http'
import { composer, counter, keptDrafts, openWithDelayedScripts, postButton, waitForHydration } from './typing'

const lists = ['/', '/explore']

test('keeps an unsent post when a member is followed and unfollowed in a card', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const name = otherMember.username
  const press = (verb: string) => cardOf(page, name).getByRole('button', { name: verb, exact: true }).click()
  const draft = `Half a thought ${uniqueName()}`
  const id = await writePost(otherMember.context.request, `By ${name}`)
  await page.goto(`/posts/${id}`)
  await composer(page).fill(draft)
  await hoverName(nameIn(page, `By ${name}`, name))
  for (const [verb, other] of [
    ['Follow', 'Unfollow'],
    ['Unfollow', 'Follow'],
    ['Follow', 'Unfollow'],
  ] as const) {
    await press(verb)
    const changed = cardOf(page, name).getByRole('button', { name: other, exact: true })
    await expect(changed).toBeFocused()
    // The label changes immediately. Another process could serve the next page before the follow is stored.
    await expect(changed).toBeEnabled()
    await expect(composer(page)).toHaveValue(draft)
  }
  await page.goto('/')
  await composer(page).fill(draft)
  await hoverName(nameIn(page, `By ${name}`, name))
  await press('Unfollow')
  await expect(postWith(page, `By ${name}`)).toHaveCount(0)
  await expect(composer(page)).toHaveValue(draft)
  await expect(counter(page)).toHaveText(`Characters left: ${280 - draft.length}`)
  await postButton(page).click()
  await expect(postWith(page, draft)).toBeVisible()
})

for (const path of lists)
  test(`keeps an unsent post on ${path} when another post of the member is deleted`, async ({ member }) => {
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

/** Follows a link and returns with the Back button of the browser. */
async function leaveAndGoBack(page: Page): Promise<void> {
  const address = page.url()
  await page.getByRole('link', { name: 'Notifications' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(address)
}

test('publishes text that was restored after Back', async ({ member }) => {
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

test('submits a reply and an edit that were restored after Back', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'The beginning')
  await page.goto(`/posts/${id}`)
  await composer(page).fill('A late reply')
  await leaveAndGoBack(page)
  await expect(composer(page)).toHaveValue('A late reply')
  await postButton(page).click()
  await expect(postWith(page, 'A late reply')).toBeVisible()
  await page.goto(`/posts/${id}/edit`)
  await waitForHydration(composer(page))
  await composer(page).fill('Another beginning')
  await leaveAndGoBack(page)
  await expect(composer(page)).toHaveValue('Another beginning')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'The post is changed.')).toBeVisible()
  await expect(postWith(page, 'Another beginning')).toBeVisible()
})

test('keeps a post and a reply that were typed before hydration', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'A first post')
  for (const path of ['/', `/posts/${id}`]) {
    const letScriptsIn = await openWithDelayedScripts(page, path)
    const text = `Early ${uniqueName()}`
    await composer(page).fill(text)
    letScriptsIn()
    await expect(counter(page)).toHaveText(`Characters left: ${280 - text.length}`)
    await expect(composer(page)).toHaveValue(text)
    await postButton(page).click()
    await expect(postWith(page, text)).toBeVisible()
  }
})

test('deletes the draft of a post that was submitted before hydration', async ({ member }) => {
  const { page } = member
  await page.goto('/')
  await waitForHydration(composer(page))
  await composer(page).fill('Begun with scripts')
  await expect.poll(() => keptDrafts(page)).toHaveLength(1)
  const letScriptsIn = await openWithDelayedScripts(page, '/')
  await composer(page).fill('Sent without')
  await postButton(page).click({ noWaitAfter: true })
  await expect(postWith(page, 'Sent without')).toBeVisible()
  letScriptsIn()
  await waitForHydration(composer(page))
  await expect(composer(page)).toHaveValue('')
  expect(await keptDrafts(page)).toEqual([])
})

test('keeps an edit, a message and account fields that were typed before hydration', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const id = await writePost(member.context.request, 'As it was')
  let letScriptsIn = await openWithDelayedScripts(page, `/posts/${id}/edit`)
  await composer(page).fill('Edited early')
  letScriptsIn()
  await expect(counter(page)).toHaveText('Characters left: 268')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(postWith(page, 'Edited early')).toBeVisible()

  letScriptsIn = await openWithDelayedScripts(page, `/messages/${otherMember.username}`)
  await messageField(page).fill('Hello early')
  letScriptsIn()
  await expect(counter(page)).toHaveText('Characters left: 989')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(bubbles(page)).toHaveText([/Hello early/])

  await page.goto('/account')
  await page.getByLabel('About me').fill('As I was')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  letScriptsIn = await openWithDelayedScripts(page, '/account')
  await page.getByLabel('Display name').fill('Early')
  await page.getByLabel('About me').fill('As I am')
  letScriptsIn()
  await waitForHydration(page.getByLabel('About me'))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Display name')).toHaveValue('Early')
  await expect(page.getByLabel('About me')).toHaveValue('As I am')
})

test('logs in with credentials that were typed before hydration', async ({ member, guest }) => {
  const letScriptsIn = await openWithDelayedScripts(guest, '/login')
  await guest.getByLabel('Username or email').fill(member.username)
  await guest.getByLabel('Password').fill(password)
  letScriptsIn()
  await waitForHydration(guest.getByLabel('Password'))
  await guest.getByRole('button', { name: 'Log in' }).click()
  await expect(flash(guest, 'Good to see you again.')).toBeVisible()
})
