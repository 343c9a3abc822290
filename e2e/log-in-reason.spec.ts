import type { Page } from '@playwright/test'
import { expect, fillLogIn, flash, postWith, test } from './fixtures'
import { password, writePost } from './plain-http'

const logIn = (next: string, reason?: string) =>
  `/login?${new URLSearchParams({ next, ...(reason !== undefined && { reason }) })}`

/** The reason on the log-in page. */
const reasonOn = (page: Page) => page.getByRole('main').getByRole('status')

test('shows a guest the reason for log-in, and redirects to the target afterwards [LOG-11]', async ({
  member,
  guest,
}) => {
  const id = await writePost(member.context.request, 'For everybody')
  const post = `/posts/${id}`
  const profile = `/users/${member.username}`
  const response = `${post}?reply=${id}#composer`
  const message = `/messages/${member.username}`
  const click = (role: 'button' | 'link', name: string) => () =>
    guest.getByRole('main').getByRole(role, { name, exact: true }).first().click()
  for (const [path, act, address, sentence] of [
    [post, click('button', 'Like'), logIn(post, 'like'), 'Log in to like this post.'],
    [post, click('button', 'Reply'), logIn(response, 'reply'), 'Log in to reply to this post.'],
    [post, click('link', 'Log in to reply'), logIn(response, 'reply'), 'Log in to reply to this post.'],
    [profile, click('button', 'Follow'), logIn(profile, 'follow'), 'Log in to follow people.'],
    [
      profile,
      click('link', 'Send private message'),
      logIn(message, 'message'),
      'Log in to send a private message.',
    ],
  ] as const) {
    await guest.goto(path)
    await act()
    await expect(guest).toHaveURL(address)
    await expect(reasonOn(guest)).toHaveText(sentence)
    // A failed attempt keeps the reason and the target.
    await fillLogIn(guest, member.username, 'not the password')
    await expect(flash(guest, 'do not belong together')).toBeVisible()
    await expect(reasonOn(guest)).toHaveText(sentence)
  }
  await fillLogIn(guest, member.username, password)
  await expect(guest).toHaveURL(message)
})

test('shows only known reasons, in the language of the page', async ({ guest }) => {
  for (const reason of ['<b>Pay here</b>', 'toString', 'like ', 'LIKE', 'sleep', '']) {
    await guest.goto(logIn('/explore', reason))
    await expect(guest.getByRole('heading', { level: 1 })).toHaveText('Log in')
    await expect(reasonOn(guest), reason).toHaveCount(0)
  }
  await guest.goto('/login?reason=follow&reason=like')
  await expect(reasonOn(guest)).toHaveText('Log in to follow people.')
  await guest.context().addCookies([{ name: 'roost.locale', value: 'es', url: guest.url() }])
  await guest.goto(logIn('/explore', 'like'))
  await expect(reasonOn(guest)).toHaveText('Inicia sesión para indicar que te gusta esta publicación.')
})

test('adds the reason to log-in redirects from search results and cards', async ({ member, guest }) => {
  await writePost(member.context.request, 'Found in a list')
  await guest.goto(`/search?q=found+from:${member.username}`)
  await postWith(guest, 'Found in a list').getByRole('button', { name: 'Like' }).click()
  await expect(reasonOn(guest)).toHaveText('Log in to like this post.')
  const card = await guest.context().request.get(`/users/${member.username}/card`)
  expect((await card.json()).details.messagePath).toBe(
    `/login?next=%2Fmessages%2F${member.username}&reason=message`,
  )
})

test('asks a member whose session has ended to log in and try again', async ({ member, otherMember }) => {
  const { page } = member
  await writePost(otherMember.context.request, 'Liked too late')
  await page.goto(`/users/${otherMember.username}`)
  await page.context().clearCookies()
  await postWith(page, 'Liked too late').getByRole('button', { name: 'Like' }).click()
  await expect(page).toHaveURL(logIn(`/users/${otherMember.username}`))
  await expect(flash(page, 'You are no longer logged in. Log in, then try that again.')).toBeVisible()
})
