import type { Page } from '@playwright/test'
import { changeRows, readValue } from './database'
import { expect, expectFieldError, fillLogIn, flash, postWith, publishPost, test } from './fixtures'
import { formFields, password, postFields, sendForm, uniqueName, writePost, writeReply } from './plain-http'

const entry = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text }).last()
const replies = (page: Page) => page.locator('[data-conversation] .post-body')
const texts = (page: Page) => replies(page).allTextContents()

const postsOf = (username: string) =>
  readValue('SELECT COUNT(*) FROM posts p JOIN users u ON u.id = p.author_id WHERE u.username = ?', username)

test('shows the correct authors in a conversation between two members in two browsers [CHA-01, CHA-04, CHA-06, CHA-07]', async ({
  member,
  otherMember,
}) => {
  const id = await writePost(member.context.request, 'How do you do?')
  for (const { page } of [member, otherMember]) await page.goto(`/posts/${id}`)
  await publishPost(otherMember.page, 'x'.repeat(281))
  await expectFieldError(otherMember.page, 'Say something', 'Use at most 280 characters.')
  await publishPost(otherMember.page, 'Well, and you?')
  await expect(flash(otherMember.page, 'Your reply is out.')).toBeAttached()
  await expect(otherMember.page.getByLabel('Say something')).toHaveValue('')
  await expect(otherMember.page).toHaveURL(new RegExp(`/posts/${id}#post-\\d+$`))
  await otherMember.page.reload()
  await member.page.reload()
  await publishPost(member.page, 'Splendid.')
  await expect(postWith(member.page, 'Splendid.')).toBeVisible()
  await otherMember.page.reload()
  for (const { page } of [member, otherMember]) {
    expect(await texts(page)).toEqual(['Well, and you?', 'Splendid.'])
    await expect(postWith(page, 'Well, and you?').locator('.post-name')).toHaveText(otherMember.username)
    await expect(postWith(page, 'Splendid.').locator('.post-name')).toHaveText(member.username)
  }
})

test('shows picture, name, time and body of an entry, in that order [CHA-02]', async ({ member, guest }) => {
  const id = await writePost(member.context.request, 'A start')
  await writeReply(member.context.request, id, 'The body of the entry')
  await guest.goto(`/posts/${id}`)
  const order = await entry(guest, 'The body of the entry').evaluate((item) => {
    const parts = ['img', '.post-name', 'time', '.post-body'].map((part) => item.querySelector(part))
    const after = (one: Element | null, other: Element | null) =>
      one && other && Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)
    return [0, 1, 2].map((at) => after(parts[at] as Element, parts[at + 1] as Element))
  })
  expect(order).toEqual([true, true, true])
  await expect(entry(guest, 'The body').getByRole('img')).toBeVisible()
  await expect(entry(guest, 'The body').getByRole('time')).toHaveText('now')
  await entry(guest, 'The body').getByRole('link', { name: member.username, exact: true }).click()
  await expect(guest).toHaveURL(`/users/${member.username}`)
})

test('invites a first reply, and redirects a guest back to the composer after log-in [CMP-08]', async ({
  member,
  otherMember,
  guest,
}) => {
  const id = await writePost(member.context.request, 'Is anybody there?')
  await member.page.goto(`/posts/${id}`)
  await expect(member.page.getByText('No replies yet.')).toBeVisible()
  await guest.goto(`/posts/${id}`)
  await expect(guest.getByText('Be the first to reply.')).toBeVisible()
  await guest.getByRole('link', { name: 'Log in to reply' }).click()
  await fillLogIn(guest, otherMember.username, password)
  await expect(guest).toHaveURL(`/posts/${id}?reply=${id}#composer`)
  await publishPost(guest, 'I am.')
  await expect(postWith(guest, 'I am.')).toBeVisible()
  await expect(guest.getByText('Be the first to reply.')).toHaveCount(0)
})

test('replies to the entry whose Reply button is clicked, in place and from a feed', async ({
  member,
  otherMember,
}) => {
  const { page } = otherMember
  const root = await writePost(member.context.request, `Root ${uniqueName()}`)
  const first = await writeReply(member.context.request, root, 'First')
  await page.goto(`/posts/${root}`)
  await page.getByLabel('Say something').fill('Half a thought')
  await postWith(page, 'First').getByRole('button', { name: 'Reply' }).click()
  await expect(page.getByText(`Replying to @${member.username}`)).toBeVisible()
  await expect(page.getByLabel('Say something')).toBeFocused()
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(page.getByText(`Replying to @${member.username}`)).toHaveCount(0)
  await postWith(page, 'First').getByRole('button', { name: 'Reply' }).click()
  await expect(page.getByLabel('Say something')).toHaveValue('Half a thought')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(page.locator(`#entry-${first} ol`).filter({ hasText: 'Half a thought' })).toBeVisible()
  await page.goto(`/users/${member.username}`)
  await postWith(page, 'First').getByRole('button', { name: 'Reply' }).click()
  await expect(page).toHaveURL(`/posts/${first}?reply=${first}#composer`)
  await publishPost(page, 'From the feed')
  await expect(page.locator(`#entry-${first} ol`).filter({ hasText: 'From the feed' })).toBeVisible()
  await page.goto(`/posts/${first}`)
  await expect(page.locator('[aria-current=true]')).toContainText('First')
})

test('keeps the text of a reply to a deleted post, with and without JavaScript', async ({
  member,
  otherMember,
  guard,
}) => {
  guard.allow(404)
  const { page } = otherMember
  const { request } = member.context
  const id = await writePost(request, 'Soon gone')
  await page.goto(`/posts/${id}`)
  const html = await page.content()
  await sendForm(request, `/posts/${id}/delete`, 'id', {})
  await publishPost(page, 'Too late')
  await expect(page.getByRole('alert').filter({ hasText: 'That is no longer there.' })).toBeVisible()
  await expect(page.getByLabel('Say something')).toHaveValue('Too late')
  const kept = await sendPlain(page, html, `/posts/${id}`, 'Too late as well')
  expect(kept.status()).toBe(404)
  expect(await kept.text()).toContain('There is nothing here.')
  await page.goto('/')
  await expect(flash(page, 'Your text is kept')).toBeVisible()
  await expect(page.getByLabel('Say something')).toHaveValue('Too late as well')
  expect(postsOf(otherMember.username)).toBe(0)
})

test('returns 404 for replies to invalid targets and to blocking members, and stores nothing', async ({
  member,
  otherMember,
}) => {
  const { request } = otherMember.context
  const own = await writePost(request, 'To write under')
  const theirs = await writePost(member.context.request, 'Of somebody who blocks')
  block(member.username, otherMember.username)
  for (const replyTo of ['999999999', 'abc', '', '0', '-1', `${theirs}`]) {
    const response = await sendForm(request, `/posts/${own}`, 'body', { body: 'Never', replyTo })
    expect(response.status(), replyTo).toBe(404)
  }
  expect(postsOf(otherMember.username)).toBe(1)
})

test('returns a complete 404 page for posts across a block, in both directions, and shows them to others', async ({
  member,
  otherMember,
  guest,
}) => {
  const id = await writePost(member.context.request, 'Behind a block')
  block(member.username, otherMember.username)
  for (const path of [`/posts/${id}`, `/posts/${id}/history`]) {
    const response = await otherMember.context.request.get(path)
    expect(response.status(), path).toBe(404)
    const html = await response.text()
    for (const part of ['<header', 'There is nothing here.', '</html>']) expect(html).toContain(part)
    expect((await guest.context().request.get(path)).status(), path).toBe(200)
  }
  const own = await writePost(otherMember.context.request, 'The other way')
  expect((await member.context.request.get(`/posts/${own}`)).status()).toBe(404)
})

test('keeps the conversation of a deleted post with replies, and returns 404 without replies', async ({
  member,
  otherMember,
  guest,
  guard,
}) => {
  guard.allow(404)
  const { request } = member.context
  const root = await writePost(request, 'To be taken back')
  const reply = await writeReply(otherMember.context.request, root, 'But I answered')
  await sendForm(request, `/posts/${root}/delete`, 'id', {})
  for (const page of [guest, otherMember.page]) {
    expect((await page.goto(`/posts/${root}`))?.status()).toBe(200)
    await expect(page.getByText('This post was deleted.')).toBeVisible()
    await expect(postWith(page, 'But I answered')).toBeVisible()
    await expect(page.getByText('To be taken back')).toHaveCount(0)
  }
  for (const path of ['edit', 'delete', 'history'])
    expect((await request.get(`/posts/${root}/${path}`)).status(), path).toBe(404)
  await sendForm(otherMember.context.request, `/posts/${reply}/delete`, 'id', {})
  for (const id of [root, reply]) expect((await request.get(`/posts/${id}`)).status()).toBe(404)
})

test('links an edited post to its earlier versions', async ({ member, guest }) => {
  const { request } = member.context
  const id = await writePost(request, 'Frist')
  for (const body of ['First', 'First!']) await sendForm(request, `/posts/${id}/edit`, 'body', { body })
  await guest.goto(`/posts/${id}`)
  await guest.getByRole('link', { name: '(edited)' }).click()
  await expect(guest).toHaveURL(`/posts/${id}/history`)
  await expect(guest.getByRole('listitem').locator('.post-body')).toHaveText(['First!', 'First', 'Frist'])
  await guest.getByRole('link', { name: 'Back to the post' }).click()
  await expect(postWith(guest, 'First!')).toBeVisible()
})

test('paginates a long conversation, oldest first [PAG-01]', async ({ member, guest }) => {
  const { request } = member.context
  const root = await writePost(request, 'A long story')
  const bodies = Array.from({ length: 23 }, (_, at) => `Part ${at}.`)
  for (const body of bodies) await writeReply(request, root, body)
  await guest.goto(`/posts/${root}`)
  const newer = guest.getByRole('link', { name: 'Newer' })
  for (const first of [0, 10, 20]) {
    if (first > 0) await newer.click()
    // Before hydration the link opens a document, which shows its first replies before the others.
    await expect(replies(guest)).toHaveText(bodies.slice(first, first + 10))
  }
  await expect(newer).toHaveCount(0)
  await member.page.goto(`/posts/${root}`)
  await publishPost(member.page, 'The end.')
  await expect(member.page).toHaveURL(new RegExp(`/posts/${root}\\?latest#post-\\d+$`))
  await expect(postWith(member.page, 'The end.')).toBeInViewport()
})

function block(blocker: string, blocked: string): void {
  changeRows(
    `INSERT INTO blocks (blocker_id, blocked_id)
     SELECT a.id, b.id FROM users a, users b WHERE a.username = ? AND b.username = ?`,
    blocker,
    blocked,
  )
}

function sendPlain(page: Page, html: string, path: string, body: string) {
  return postFields(page.context().request, path, formFields(html, 'body', { body }))
}
