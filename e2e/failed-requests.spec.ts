import type { Locator, Page } from '@playwright/test'
import { changeRows, readValue } from './database'
import { expect, fillLogIn, fillSignUp, flash, postWith, pressInMenu, test } from './fixtures'
import { bubbles, messageField, userIdOf } from './messages'
import { follow, newAccount, password, uniqueName, writePost } from './plain-http'
import {
  abortRequests,
  composer,
  failRequests,
  notSentError,
  postButton,
  tryAgainButton,
  waitForHydration,
} from './typing'

const notSent = (place: Page | Locator) => place.getByRole('alert').filter({ hasText: 'Not sent.' })
const errorPage = (page: Page) => page.getByText('Something went wrong.')

for (const [reason, breakRequests] of [
  ['the connection breaks', abortRequests],
  ['the server fails', failRequests],
] as const) {
  test(`keeps a post, a reply and an edit when ${reason}, and submits them again`, async ({
    member,
    guard,
  }) => {
    guard.allow(500)
    const { page } = member
    const id = await writePost(member.context.request, 'The beginning')
    for (const [path, button] of [
      ['/', 'Post'],
      ['/explore', 'Post'],
      [`/posts/${id}`, 'Post'],
      [`/posts/${id}/edit`, 'Save'],
    ] as const) {
      const text = `Not lost ${uniqueName()}`
      await page.goto(path)
      await waitForHydration(composer(page))
      await composer(page).fill(text)
      await breakRequests(page)
      await page.getByRole('button', { name: button, exact: true }).click()
      await expect(notSentError(page)).toBeVisible()
      await expect(composer(page)).toHaveValue(text)
      await page.unrouteAll()
      await tryAgainButton(page).click()
      await expect(postWith(page, text)).toBeVisible()
      await expect(notSentError(page)).toHaveCount(0)
    }
    expect(readValue('SELECT count(*) FROM posts WHERE author_id = ?', userIdOf(member))).toBe(4)
  })

  test(`keeps a message when ${reason}, and submits it again`, async ({ member, otherMember, guard }) => {
    guard.allow(500)
    const { page } = member
    await page.goto(`/messages/${otherMember.username}`)
    await waitForHydration(messageField(page))
    await messageField(page).fill('Not lost')
    await breakRequests(page)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(notSentError(page)).toBeVisible()
    await expect(messageField(page)).toHaveValue('Not lost')
    await page.unrouteAll()
    await tryAgainButton(page).click()
    await expect(bubbles(page)).toHaveText([/Not lost/])
  })

  test(`keeps the account form when ${reason}, and submits it again`, async ({ member, guard }) => {
    guard.allow(500)
    const { page } = member
    await page.goto('/account')
    await waitForHydration(page.getByLabel('About me'))
    await page.getByLabel('About me').fill('Not lost')
    await breakRequests(page)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(notSentError(page)).toBeVisible()
    await expect(page.getByLabel('About me')).toHaveValue('Not lost')
    await page.unrouteAll()
    await tryAgainButton(page).click()
    await expect(flash(page, 'Your account is saved.')).toBeVisible()
    expect(readValue('SELECT about_me FROM users WHERE id = ?', userIdOf(member))).toBe('Not lost')
  })

  test(`keeps guest form input when ${reason}, and submits it again`, async ({ guest, guard }) => {
    guard.allow(500)
    const account = newAccount()
    await guest.goto('/signup')
    await waitForHydration(guest.getByLabel('Email'))
    await breakRequests(guest)
    await fillSignUp(guest, account)
    await expect(notSentError(guest)).toBeVisible()
    await expect(guest.getByLabel('Username')).toHaveValue(account.username)
    await guest.unrouteAll()
    await tryAgainButton(guest).click()
    await expect(flash(guest, `Welcome, ${account.username}!`)).toBeVisible()
    await guest.context().clearCookies()
    await guest.goto('/login')
    await waitForHydration(guest.getByLabel('Password'))
    await breakRequests(guest)
    await fillLogIn(guest, account.username, password)
    await expect(notSentError(guest)).toBeVisible()
    await guest.unrouteAll()
    await tryAgainButton(guest).click()
    await expect(flash(guest, 'Good to see you again.')).toBeVisible()
  })

  test(`leaves the page unchanged when ${reason} after a button click`, async ({
    member,
    otherMember,
    guard,
  }) => {
    guard.allow(500)
    const { page } = member
    const { username } = otherMember
    const own = `My own ${uniqueName()}`
    await writePost(member.context.request, own)
    await follow(otherMember.context.request, member.username)
    /** @param place contains the message; a menu hides its messages when it is closed */
    const expectFailure = async (press: () => Promise<void>, place: Locator = page.locator('body')) => {
      const before = await notSent(place).count()
      await breakRequests(page)
      await press()
      await expect(notSent(place)).toHaveCount(before + 1)
      await expect(errorPage(page)).toHaveCount(0)
      await page.unrouteAll()
    }
    await page.goto('/')
    await waitForHydration(composer(page))
    await composer(page).fill('Half a thought')
    await expectFailure(() => pressInMenu(page, 'Dark'))
    await expectFailure(() => pressInMenu(page, 'Español'))
    await page.keyboard.press('Escape')
    await expectFailure(() => page.getByRole('button', { name: 'Log out' }).click())
    await expectFailure(async () => {
      await postWith(page, own).getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    })
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(postWith(page, own)).toBeVisible()
    await expect(composer(page)).toHaveValue('Half a thought')

    await page.goto(`/users/${username}`)
    const follows = page.getByRole('button', { name: 'Follow', exact: true })
    await waitForHydration(follows)
    await expectFailure(() => follows.click())
    await expect(follows).toBeVisible()
    await page.getByLabel(`More about ${username}`).click()
    await expectFailure(() => page.getByRole('button', { name: 'Mute', exact: true }).click())
    await page.goto('/search?q=own')
    await waitForHydration(page.getByRole('button', { name: 'Save this search' }))
    await expectFailure(() => page.getByRole('button', { name: 'Save this search' }).click())
    await page.goto('/notifications')
    await page.locator('summary', { hasText: 'Notification settings' }).click()
    await waitForHydration(page.getByRole('button', { name: 'Save', exact: true }))
    await page.getByRole('checkbox', { name: 'Follows' }).uncheck()
    await expectFailure(() => page.getByRole('button', { name: 'Save', exact: true }).click())
    await expect(page.getByRole('checkbox', { name: 'Follows' })).not.toBeChecked()
  })
}

test('keeps the fields of a password change that fails, and submits them again', async ({ member }) => {
  const { page } = member
  await page.goto('/account/security')
  await waitForHydration(page.getByLabel('Repeat new password'))
  await page.getByLabel('Current password').fill(password)
  await page.getByLabel('New password', { exact: true }).fill('seven small wrens')
  await page.getByLabel('Repeat new password').fill('seven small wrens')
  await abortRequests(page)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(notSent(page)).toBeVisible()
  await page.unrouteAll()
  await notSent(page).getByRole('button', { name: 'Try again' }).click()
  await expect(flash(page, 'Your password is changed')).toBeVisible()
  await expect(page.getByLabel('Current password')).toHaveValue('')
})

test('shows that the page is outdated after a deployment and keeps the text', async ({ member, guard }) => {
  guard.allow(404, 409)
  const { page } = member
  await page.goto('/')
  await waitForHydration(composer(page))
  await composer(page).fill('Written on the old page')
  await page.route('**/*', (route) =>
    route.request().method() === 'POST'
      ? route.continue({ headers: { ...route.request().headers(), 'next-action': '0'.repeat(42) } })
      : route.fallback(),
  )
  await postButton(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Reload the page' })).toBeVisible()
  await page.unrouteAll()
  await page.reload()
  await expect(composer(page)).toHaveValue('Written on the old page')
  await postButton(page).click()
  await expect(postWith(page, 'Written on the old page')).toBeVisible()
})

test('keeps the text of a reply to a member who has blocked the author', async ({ member, otherMember }) => {
  const { page } = member
  const id = await writePost(otherMember.context.request, 'Before the block')
  await page.goto(`/posts/${id}`)
  await waitForHydration(composer(page))
  await composer(page).fill('Too late')
  changeRows(
    'INSERT INTO blocks (blocker_id, blocked_id) VALUES (?, ?)',
    userIdOf(otherMember),
    userIdOf(member),
  )
  await postButton(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'That is no longer there.' })).toBeVisible()
  await expect(composer(page)).toHaveValue('Too late')
})
