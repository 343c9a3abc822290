import type { Page, Response } from '@playwright/test'
import { expect, fillLogIn, fillSignUp, flash, postWith, publishPost, test } from './fixtures'
import { picture } from './pictures'
import { logIn, newAccount, uniqueName, writePost } from './plain-http'

/** Reloads the page and expects a GET, not another submission of the form. */
async function reload(page: Page): Promise<void> {
  const response = (await page.reload()) as Response
  expect(response.request().method()).toBe('GET')
}

test('signs up with one welcome message, and creates no second account on reload [TST-04, FLA-05, FLA-01, REG-14]', async ({
  page,
}) => {
  const account = newAccount()
  await page.goto('/signup')
  await fillSignUp(page, account)
  await expect(flash(page, `Welcome, ${account.username}!`)).toBeVisible()
  await expect(page).toHaveURL('/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home')
  await reload(page)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Home')
  await expect(flash(page, 'Welcome')).toHaveCount(0)
})

test('redirects after log-in to the requested page with its query [TST-04, LOG-01, LOG-10, LOG-11, FLA-05]', async ({
  member,
  newVisitor,
}) => {
  const page = await newVisitor()
  await page.goto('/account?from=mail&page=3')
  await expect(page).toHaveURL(/\/login\?next=/)
  await expect(flash(page, 'Log in to see that page.')).toHaveAttribute('data-category', 'info')
  await fillLogIn(page, member.email, member.password)
  await expect(page).toHaveURL('/account?from=mail&page=3')
  await expect(flash(page, 'Good to see you again.')).toHaveAttribute('data-category', 'success')
  await reload(page)
  await expect(page.getByLabel('Email')).toHaveValue(member.email)
  await expect(flash(page, 'Good to see you again.')).toHaveCount(0)
})

test('shows a new post once at the top, also after a reload [TST-04, PST-05, FLA-05, FEE-04]', async ({
  member,
}) => {
  const { page } = member
  await page.goto('/')
  await expect(page.getByText('Your feed is empty.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Explore what others write' })).toHaveAttribute(
    'href',
    '/explore',
  )
  await publishPost(page, 'First of all')
  await expect(flash(page, 'Your post is out.')).toBeVisible()
  await publishPost(page, 'Second of all')
  await expect(page.getByRole('article')).toHaveCount(2)
  await expect(page.getByRole('article').first()).toContainText('Second of all')
  await expect(page.getByLabel('Say something')).toHaveValue('')
  await reload(page)
  await expect(page.getByRole('article')).toHaveCount(2)
})

test('edits a post in a form that contains its text [TST-04, PST-08, FLA-05]', async ({
  member,
  javaScriptEnabled,
}) => {
  const { page } = member
  const id = await writePost(member.context.request, 'A post with a tpyo')
  await page.goto('/')
  // With JavaScript, Edit opens the form in place (edit-in-place.spec.ts).
  if (javaScriptEnabled === false) await postWith(page, 'tpyo').getByRole('button', { name: 'Edit' }).click()
  else await page.goto(`/posts/${id}/edit`)
  await expect(page).toHaveURL(new RegExp(`/posts/${id}/edit`))
  await expect(page.getByLabel('Say something')).toHaveValue('A post with a tpyo')
  await page.getByLabel('Say something').fill('A post with a typo')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page).toHaveURL(`/posts/${id}`)
  await expect(flash(page, 'The post is changed.')).toBeVisible()
  await expect(postWith(page, 'A post with a typo')).toContainText('(edited)')
  await reload(page)
  await expect(postWith(page, 'A post with a typo')).toHaveCount(1)
  await expect(flash(page, 'The post is changed.')).toHaveCount(0)
})

test('asks for confirmation before deleting, then redirects to the home page [TST-04, PST-09, FLA-05]', async ({
  member,
  javaScriptEnabled,
}) => {
  const { page } = member
  await writePost(member.context.request, 'Not for long')
  await page.goto('/')
  await postWith(page, 'Not for long').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('heading', { name: 'Delete this post?' })).toBeVisible()
  const question = javaScriptEnabled === false ? page.getByRole('main') : page.getByRole('dialog')
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(flash(page, 'The post is deleted.')).toBeVisible()
  await expect(page).toHaveURL('/')
  await expect(postWith(page, 'Not for long')).toHaveCount(0)
  await reload(page)
  await expect(page.getByText('Your feed is empty.')).toBeVisible()
})

test('saves names, text and a picture in the account form [TST-04, ACC-04, PRO-10, FLA-05]', async ({
  member,
}) => {
  const { page } = member
  await page.goto('/account')
  const before = await page.getByRole('main').getByRole('img').getAttribute('src')
  await page.getByLabel('Display name').fill('Señora 李')
  await page.getByLabel('About me').fill('Two lines\nof <b>text</b>')
  await page.getByLabel('Picture').setInputFiles({
    name: 'me.png',
    mimeType: 'image/png',
    buffer: await picture('png', 640, 480),
  })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  await expect(page).toHaveURL('/account')
  const image = page.getByRole('img', { name: 'Picture of Señora 李' })
  await expect(image).toHaveAttribute('src', /^\/media\/avatars\/[0-9a-f]{32}-128\.webp$/)
  expect(await image.getAttribute('src')).not.toBe(before)
  await reload(page)
  await expect(flash(page, 'Your account is saved.')).toHaveCount(0)
  await expect(page.getByLabel('Display name')).toHaveValue('Señora 李')
  await expect(page.getByLabel('About me')).toHaveValue('Two lines\nof <b>text</b>')
})

test('shows posts of a followed member on the home page until unfollowed, in two browsers [TST-04, FOL-02, FOL-06, FEE-01, FEE-10, PRO-03]', async ({
  member: susan,
  otherMember: john,
  javaScriptEnabled,
}) => {
  const text = `News of ${uniqueName()}`
  await john.page.goto('/')
  await publishPost(john.page, text)
  await expect(flash(john.page, 'Your post is out.')).toBeVisible()

  await susan.page.goto('/')
  await expect(postWith(susan.page, text)).toHaveCount(0)
  await susan.page.goto(`/users/${john.username}`)
  await expect(susan.page.getByRole('link', { name: 'Edit your profile' })).toHaveCount(0)
  await susan.page.getByRole('button', { name: 'Follow', exact: true }).click()
  await expect(susan.page.getByRole('link', { name: '1 follower' })).toBeVisible()
  await expect(susan.page.getByRole('button', { name: 'Unfollow', exact: true })).toBeVisible()
  await expect(susan.page).toHaveURL(`/users/${john.username}`)
  if (javaScriptEnabled === false)
    await expect(flash(susan.page, `You follow ${john.username} now.`)).toBeVisible()
  await reload(susan.page)
  await expect(susan.page.getByRole('link', { name: '1 follower' })).toBeVisible()

  await susan.page.goto('/')
  await expect(postWith(susan.page, text)).toHaveCount(1)
  await john.page.goto(`/users/${john.username}`)
  await expect(john.page.getByRole('link', { name: '1 follower' })).toBeVisible()
  // The side column may suggest people to follow.
  await expect(john.page.getByRole('main').getByRole('button', { name: /follow/i })).toHaveCount(0)
  await expect(john.page.getByRole('link', { name: 'Edit your profile' })).toBeVisible()

  await susan.page.goto(`/users/${john.username}`)
  await susan.page.getByRole('button', { name: 'Unfollow', exact: true }).click()
  await expect(susan.page.getByRole('link', { name: '0 followers' })).toBeVisible()
  await susan.page.goto('/')
  await expect(postWith(susan.page, text)).toHaveCount(0)
})

test('ends the session at log-out and redirects to a public page [TST-04, LOG-07, LOG-15]', async ({
  member,
}) => {
  const { page } = member
  await page.goto('/account')
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(flash(page, 'You are logged out.')).toBeVisible()
  await expect(page).toHaveURL('/')
  await reload(page)
  await expect(page.getByRole('link', { name: 'Log in' })).toBeVisible()
  expect((await member.context.cookies()).map(({ name }) => name)).not.toContain('roost.session')
  await page.goto('/account')
  await expect(page).toHaveURL(/\/login\?next=/)
  await logIn(member.context.request, member)
  await page.goto('/account')
  await expect(page.getByLabel('Username')).toHaveValue(member.username)
})
