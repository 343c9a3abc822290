import type { Page } from '@playwright/test'
import { changeRows, readValue } from '../database'
import { expect, fillLogIn, flash, type Member, postWith, publishPost, test } from '../fixtures'
import { logIn, password, sendForm, signUp, uniqueName, writePost } from '../plain-http'
import { composer } from '../typing'

const endSessions = (member: Member) =>
  changeRows(
    'DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE username = ?)',
    member.username,
  )

/** Submits a form after the session has ended, which stores the text as a draft. */
async function writeAfterSession(member: Member, text: string, button = 'Post'): Promise<void> {
  endSessions(member)
  await composer(member.page).fill(text)
  await member.page.getByRole('button', { name: button, exact: true }).click()
  await expect(member.page).toHaveURL(/\/login\?next=/)
}

const logInHere = (page: Page, username: string) => fillLogIn(page, username, password)

test('shows a draft only to its author without JavaScript, even if another member logs in first', async ({
  member,
}) => {
  const { page, context } = member
  await page.goto('/')
  await writeAfterSession(member, 'For my eyes')
  await signUp(context.request)
  for (const path of ['/', '/explore']) {
    await page.goto(path)
    await expect(composer(page)).toHaveValue('')
  }
  await context.clearCookies({ name: 'roost.session' })
  await page.goto('/login')
  await logInHere(page, member.username)
  await expect(composer(page)).toHaveValue('For my eyes')
})

test('keeps the drafts of other forms after a submission without JavaScript', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'A first version')
  await page.goto('/')
  await writeAfterSession(member, 'A new post')
  await logInHere(page, member.username)
  await page.goto(`/posts/${id}/edit`)
  await writeAfterSession(member, 'A second version', 'Save')
  await logInHere(page, member.username)
  await expect(composer(page)).toHaveValue('A second version')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'The post is changed.')).toBeVisible()
  await page.goto(`/posts/${id}/edit`)
  await expect(composer(page)).toHaveValue('A second version')
  await page.goto('/explore')
  await expect(composer(page)).toHaveValue('')
  await page.goto('/')
  await expect(composer(page)).toHaveValue('A new post')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(postWith(page, 'A new post')).toHaveCount(1)
  await expect(composer(page)).toHaveValue('')
})

test('deletes every draft at log-out without JavaScript', async ({ member }) => {
  const { page, context } = member
  await page.goto('/')
  await writeAfterSession(member, 'Forget me')
  await logInHere(page, member.username)
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(flash(page, 'You are logged out.')).toBeVisible()
  await logIn(context.request, member)
  await page.goto('/')
  await expect(composer(page)).toHaveValue('')
})

test('keeps text sent with a used idempotency key, and submits it with a new key, without JavaScript', async ({
  member,
}) => {
  const { page } = member
  const [first, second] = [`First ${uniqueName()}`, `Second ${uniqueName()}`]
  await page.goto('/')
  const used = (await page.locator('input[name=submission]').getAttribute('value')) as string
  await publishPost(page, first)
  await expect(flash(page, 'Your post is out.')).toBeVisible()
  await page
    .locator('input[name=submission]')
    .evaluate((input, key) => input.setAttribute('value', key), used)
  await publishPost(page, second)
  await expect(page.getByRole('alert').filter({ hasText: 'Something else has been sent' })).toBeVisible()
  await expect(composer(page)).toHaveValue(second)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(postWith(page, second)).toHaveCount(1)
  expect(
    readValue(
      'SELECT count(*) FROM posts p JOIN users u ON u.id = p.author_id WHERE u.username = ?',
      member.username,
    ),
  ).toBe(2)
})

test('offers the edited text of a deleted post as a new post without JavaScript', async ({
  member,
  guard,
}) => {
  guard.allow(404)
  const { page } = member
  const id = await writePost(member.context.request, 'Soon gone')
  await page.goto(`/posts/${id}/edit`)
  await sendForm(member.context.request, `/posts/${id}/delete`, 'id', {})
  await composer(page).fill('Edited too late')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('There is nothing here.')).toBeVisible()
  await page.goto('/')
  await expect(flash(page, 'Your text is kept')).toBeVisible()
  await expect(composer(page)).toHaveValue('Edited too late')
})
