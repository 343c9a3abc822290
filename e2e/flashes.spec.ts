import { expect, fillLogIn, flash, test } from './fixtures'
import { password, writePost, writeReply } from './plain-http'
import { waitForHydration } from './typing'

const phone = { width: 390, height: 600 }

test('shows the success message of the account page below the header of a phone [ACC-04]', async ({
  member,
}) => {
  const { page } = member
  await page.setViewportSize(phone)
  await page.goto('/account')
  expect(await page.evaluate(() => scrollY)).toBe(0)
  for (const name of ['First', 'Second']) {
    await page.getByLabel('Display name').fill(name)
    await page.getByRole('button', { name: 'Save' }).click()
    const saved = flash(page, 'Your account is saved.')
    await expect(saved).toBeInViewport({ ratio: 1 })
    const header = await page.getByRole('banner').boundingBox()
    const message = await saved.boundingBox()
    expect(message?.y).toBeGreaterThanOrEqual((header?.y ?? 0) + (header?.height ?? 0))
    await saved.locator('..').getByRole('button').click()
    await expect(saved).toHaveCount(0)
  }
})

test('shows a repeated flash message once [FLA-01]', async ({ member }) => {
  const { page } = member
  await page.goto('/account')
  for (const name of ['First', 'Second']) {
    await page.getByLabel('Display name').fill(name)
    const saved = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: 'Save' }).click()
    await saved
    await expect(page.getByRole('img', { name: `Picture of ${name}` })).toBeVisible()
    await expect(flash(page, 'Your account is saved.')).toBeVisible()
  }
  await page.goto('/about')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(flash(page, 'Your account is saved.')).toBeHidden()
})

test('deletes the cookie of a message before the message is visible, so that no other tab shows it [FLA-01]', async ({
  member,
}) => {
  const { page } = member
  // In each document: on some hosts, the redirect after an action loads a new one.
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('main [role=status]')) return
      observer.disconnect()
      Object.assign(window, { cookiesAtMessage: document.cookie })
    })
    observer.observe(document, { childList: true, subtree: true })
  })
  await page.goto('/')
  const logOut = page.getByRole('button', { name: 'Log out' })
  await waitForHydration(logOut)
  await logOut.click()
  await expect(flash(page, 'You are logged out.')).toBeVisible()
  const cookies = await page.evaluate(() => 'cookiesAtMessage' in window && window.cookiesAtMessage)
  expect(cookies).toEqual(expect.not.stringContaining('roost.flash'))
})

test('keeps text that is typed as soon as the success message appears', async ({ member }) => {
  const { page } = member
  await page.goto('/account')
  const field = page.getByLabel('Display name')
  const save = page.getByRole('button', { name: 'Save' })
  await waitForHydration(field)
  await field.fill('First')
  await field.evaluate((input: HTMLInputElement) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('.toast')) return
      observer.disconnect()
      input.focus()
      input.select()
      document.execCommand('insertText', false, 'Second')
    })
    observer.observe(document, { childList: true, subtree: true })
  })
  await save.click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  await save.click()
  await expect(page.getByRole('img', { name: 'Picture of Second' })).toBeVisible()
})

test('focuses the flash message after a full page load [FLA-09]', async ({ member, guest }) => {
  await guest.goto('/login')
  await fillLogIn(guest, member.username, password)
  await expect(flash(guest, 'Good to see you again.')).toBeVisible()
  await expect(guest.locator(':focus')).toHaveText('Good to see you again.')
  // An autofocused field keeps the focus.
  await guest.context().clearCookies()
  await guest.goto('/account')
  await expect(flash(guest, 'Log in to see that page.')).toBeVisible()
  await expect(guest.getByLabel('Username or email')).toBeFocused()
})

test('leaves the focus to an autofocused field if the page hydrates before the browser renders it [FLA-09]', async ({
  guest,
}) => {
  await guest.addInitScript(() => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/delayed.css' })
    link.setAttribute('blocking', 'render')
    new MutationObserver((_, observer) => {
      if (!document.head) return
      observer.disconnect()
      document.head.append(link)
    }).observe(document, { childList: true, subtree: true })
  })
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await guest.route('/delayed.css', async (route) => {
    await held
    await route.fulfill({ contentType: 'text/css', body: '' })
  })
  await guest.goto('/account', { waitUntil: 'commit' })
  const field = guest.getByLabel('Username or email')
  await waitForHydration(field)
  await expect(field).not.toBeFocused()
  release()
  await expect(field).toBeFocused()
})

test('scrolls to the new reply instead of the flash message', async ({ member }) => {
  const { page } = member
  await page.setViewportSize(phone)
  const root = await writePost(member.context.request, 'Asked')
  for (const body of ['1', '2', '3']) await writeReply(member.context.request, root, body)
  await page.goto(`/posts/${root}`)
  await page.getByLabel('Say something').fill('My answer')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(page.locator('[data-conversation]').getByText('My answer')).toBeInViewport()
})
