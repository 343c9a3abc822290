import { changeRows } from './database'
import { expect, fillLogIn, flash, postWith, test } from './fixtures'
import { field, idOf } from './messages'
import { logIn, password, signUp, writePost, writeReply } from './plain-http'
import { composer, hydrated, keptDrafts, postButton } from './typing'

test('a post being written comes back after a reload, a switch of theme or language, and a visit elsewhere', async ({
  member,
}) => {
  const { page } = member
  await page.goto('/explore')
  await hydrated(composer(page))
  await composer(page).fill('A long thought')
  const comesBack = async (label = 'Say something') => {
    await expect(page.getByLabel(label)).toHaveValue('A long thought')
    await expect(page.locator('#body-left')).toHaveText(/: 266$/)
  }
  await page.reload()
  await comesBack()
  await page.getByRole('button', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await comesBack()
  await page.getByRole('button', { name: 'Español' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await comesBack('Di algo')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.getByRole('link', { name: 'Messages' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Messages' })).toBeVisible()
  await page.goto('/')
  await expect(composer(page)).toHaveValue('')
  await page.getByRole('link', { name: 'Explore', exact: true }).click()
  await comesBack()
  await postButton(page).click()
  await expect(postWith(page, 'A long thought')).toBeVisible()
  await page.reload()
  await expect(composer(page)).toHaveValue('')
  expect(await keptDrafts(page)).toEqual([])
})

test('replies are kept for each post that they answer', async ({ member }) => {
  const { page } = member
  const { request } = member.context
  const root = await writePost(request, 'The question')
  const first = await writeReply(request, root, 'First answer')
  const reply = (text: string) => postWith(page, text).getByRole('button', { name: 'Reply' }).click()
  await page.goto(`/posts/${root}`)
  await hydrated(composer(page))
  await composer(page).fill('To the question')
  await page.goto(`/posts/${first}?reply=${first}`)
  await expect(composer(page)).toHaveValue('')
  await hydrated(composer(page))
  await composer(page).fill('To the answer')
  await page.goto(`/posts/${root}`)
  await expect(composer(page)).toHaveValue('To the question')
  await reply('First answer')
  await expect(composer(page)).toHaveValue('To the answer')
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(composer(page)).toHaveValue('To the question')
  await reply('First answer')
  await postButton(page).click()
  await expect(page.locator(`#entry-${first} ol`).filter({ hasText: 'To the answer' })).toBeVisible()
  await page.goto(`/posts/${first}?reply=${first}`)
  await expect(composer(page)).toHaveValue('')
  await page.goto(`/posts/${root}`)
  await expect(composer(page)).toHaveValue('To the question')
})

test('an edit comes back although the post was changed elsewhere, until it is cancelled', async ({
  member,
}) => {
  const { page } = member
  const id = await writePost(member.context.request, 'First version')
  await page.goto(`/posts/${id}/edit`)
  await hydrated(composer(page))
  await composer(page).fill('My own version')
  changeRows("UPDATE posts SET body = 'Changed elsewhere' WHERE id = ?", id)
  await page.reload()
  await expect(composer(page)).toHaveValue('My own version')
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(postWith(page, 'Changed elsewhere')).toBeVisible()
  await page.goto(`/posts/${id}/edit`)
  await expect(composer(page)).toHaveValue('Changed elsewhere')
})

test('the account form and the forms of guests come back without any password', async ({ member, guest }) => {
  const { page } = member
  await page.goto('/account')
  await hydrated(page.getByLabel('About me'))
  await page.getByLabel('Display name').fill('Half a name')
  await page.getByLabel('About me').fill('Half a life')
  await page.reload()
  await expect(page.getByLabel('Display name')).toHaveValue('Half a name')
  await expect(page.getByLabel('About me')).toHaveValue('Half a life')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  expect(await keptDrafts(page)).toEqual([])

  await guest.goto('/signup')
  await hydrated(guest.getByLabel('Email'))
  await guest.getByLabel('Username').fill('susan')
  await guest.getByLabel('Email').fill('susan@example.com')
  await guest.getByLabel('Password', { exact: true }).fill('a secret of mine')
  await guest.goto('/login')
  await hydrated(guest.getByLabel('Password'))
  await guest.getByLabel('Username or email').fill(member.username)
  await guest.getByLabel('Password').fill('a secret of mine')
  expect(await guest.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('a secret of mine')
  await guest.goto('/signup')
  await expect(guest.getByLabel('Username')).toHaveValue('susan')
  await expect(guest.getByLabel('Email')).toHaveValue('susan@example.com')
  await expect(guest.getByLabel('Password', { exact: true })).toHaveValue('')
  await guest.goto('/login')
  await expect(guest.getByLabel('Username or email')).toHaveValue(member.username)
  await guest.getByLabel('Password').fill(password)
  await guest.getByRole('button', { name: 'Log in' }).click()
  await expect(flash(guest, 'Good to see you again.')).toBeVisible()
  await expect.poll(() => keptDrafts(guest)).toEqual([])
})

test('logging out removes the drafts of every tab', async ({ member, otherMember }) => {
  const { page, context } = member
  const second = await context.newPage()
  await second.goto('/')
  await hydrated(composer(second))
  await composer(second).fill('Private in another tab')
  await second.goto('/about')
  await page.goto(`/messages/${otherMember.username}`)
  await hydrated(field(page))
  await field(page).fill('Private')
  await page.goto('/')
  await hydrated(composer(page))
  await composer(page).fill('Private too')
  expect(await keptDrafts(page)).toHaveLength(2)
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(flash(page, 'You are logged out.')).toBeVisible()
  await expect.poll(() => keptDrafts(page)).toEqual([])
  await expect.poll(() => keptDrafts(second)).toEqual([])
})

test('drafts outlive a session that ended, for the same member and nobody else', async ({ member }) => {
  const { page, context } = member
  await page.goto('/')
  await hydrated(composer(page))
  await composer(page).fill('Mine alone')
  changeRows('DELETE FROM sessions WHERE user_id = ?', idOf(member))
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Say it in a sentence or two.')
  await page.goto('/login')
  await fillLogIn(page, member.username, password)
  await expect(composer(page)).toHaveValue('Mine alone')

  changeRows('DELETE FROM sessions WHERE user_id = ?', idOf(member))
  await signUp(context.request)
  await page.goto('/')
  await hydrated(composer(page))
  await expect(composer(page)).toHaveValue('')
  expect(await keptDrafts(page)).toEqual([])
  await context.clearCookies()
  await logIn(context.request, member)
  await page.goto('/')
  await hydrated(composer(page))
  await expect(composer(page)).toHaveValue('')
})
