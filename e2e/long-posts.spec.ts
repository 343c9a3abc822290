import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { changeRows } from './database'
import { expect, postWith, test } from './fixtures'
import { sendPlainMessages } from './messages'
import { sendForm, uniqueName, writePost, writeReply } from './plain-http'

/** The height in pixels; NaN for an invisible element, which fails every comparison. */
const height = async (place: Locator): Promise<number> => (await place.boundingBox())?.height ?? Number.NaN

const body = (post: Locator): Locator => post.locator('.post-body')

/** A post of 140 lines with a unique first line. */
const longText = () => `${uniqueName('tall')}\n${'x\n'.repeat(110)}@nobody https://example.com/last`

const showMore = (post: Locator): Locator => post.getByText('Show more', { exact: true })
const showLess = (post: Locator): Locator => post.getByText('Show less', { exact: true })

test('collapses more than two blank lines in the page and stores the text unchanged', async ({ member }) => {
  const { page } = member
  const text = uniqueName()
  const typed = `${text}${'\n'.repeat(200)}the end`
  const id = await writePost(member.context.request, typed)
  for (const path of ['/', `/posts/${id}`, `/users/${member.username}`]) {
    await page.goto(path)
    await expect(body(postWith(page, text))).toHaveText(new RegExp(`^${text}\\s+the end$`))
    // A post on its own page has larger text.
    expect(await height(body(postWith(page, text))), path).toBeLessThanOrEqual(4 * 28)
  }
  await page.goto(`/posts/${id}/edit`)
  await expect(page.getByLabel('Say something')).toHaveValue(typed)
})

test('collapses blank lines in messages and about-me texts', async ({ member, otherMember }) => {
  const { page } = member
  const gap = `first${'\n'.repeat(100)}last`
  await sendPlainMessages(member.context.request, otherMember.username, gap)
  await page.goto(`/messages/${otherMember.username}`)
  expect(await height(page.locator('.bubble .post-body'))).toBeLessThanOrEqual(4 * 24)
  await sendForm(member.context.request, '/account', 'aboutMe', { aboutMe: gap })
  await page.goto(`/users/${member.username}`)
  expect(await height(page.getByText(/^first\s+last$/))).toBeLessThanOrEqual(4 * 24)
})

async function expectFolded(page: Page, path: string, text: string): Promise<void> {
  await page.goto(path)
  const post = postWith(page, text)
  await expect(showMore(post), path).toBeVisible()
  expect(await height(body(post)), path).toBeLessThanOrEqual(11 * 24)
  await expect(post.getByRole('link', { name: 'https://example.com/last' })).toBeHidden()
  const target = await showMore(post).locator('..').boundingBox()
  expect(target?.height).toBeGreaterThanOrEqual(44)
}

test('folds a long post in lists and expands it in place', async ({ member, guest }) => {
  const { page } = member
  const typed = longText()
  const [text = ''] = typed.split('\n')
  const id = await writePost(member.context.request, `${typed} #tall`)
  for (const path of ['/', `/users/${member.username}`, '/tags/tall']) await expectFolded(page, path, text)
  await expectFolded(guest, `/users/${member.username}`, text)
  await page.goto(`/search?q=${text}`)
  expect(await height(body(postWith(page, text)))).toBeLessThanOrEqual(11 * 24)
  await page.goto('/')
  await expectAccessible(page, 'a folded post')
  await showMore(postWith(page, text)).click()
  await expect(postWith(page, text).getByRole('link', { name: 'https://example.com/last' })).toBeVisible()
  await expectAccessible(page, 'an opened post')
  await showLess(postWith(page, text)).click()
  await expect(showMore(postWith(page, text))).toBeVisible()
  expect(await height(body(postWith(page, text)))).toBeLessThanOrEqual(11 * 24)
  // A post on its own page shows the whole text.
  for (const address of [`/posts/${id}`, `/posts/${id}/history`]) {
    await sendForm(member.context.request, `/posts/${id}/edit`, 'body', { body: `${typed} #tall` })
    await page.goto(address)
    await expect(page.getByRole('link', { name: 'https://example.com/last' }).first()).toBeVisible()
    await expect(page.getByText('Show more')).toHaveCount(0)
  }
})

test('folds the long posts of a conversation except the requested one', async ({ member }) => {
  const { page } = member
  const { request } = member.context
  const [root, reply] = [longText(), longText()]
  const [rootText = '', replyText = ''] = [root, reply].map((text) => text.split('\n')[0])
  const id = await writePost(request, root)
  const response = await writeReply(request, id, reply)
  await page.goto(`/posts/${response}`)
  await expect(showMore(postWith(page, rootText))).toBeVisible()
  await expect(showMore(postWith(page, replyText))).toHaveCount(0)
  await page.goto(`/posts/${id}`)
  await expect(showMore(postWith(page, rootText))).toHaveCount(0)
  await expect(showMore(postWith(page, replyText))).toBeVisible()
})

test('expands and folds a long post by keyboard, and keeps hidden text out of the Tab order', async ({
  member,
}) => {
  const { page } = member
  const typed = longText()
  const post = postWith(page, typed.split('\n')[0] as string)
  await writePost(member.context.request, typed)
  await page.goto('/')
  await post.locator('.post-head a').last().focus()
  await page.keyboard.press('Tab')
  await expect(post.locator('summary')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(showLess(post)).toBeVisible()
  await page.keyboard.press('Shift+Tab')
  await expect(post.getByRole('link', { name: 'https://example.com/last' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(showMore(post)).toBeVisible()
  await expect(post.locator('summary')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(post.getByRole('button', { name: 'Reply' })).toBeFocused()
})

test('adds no markup to short posts', async ({ member }) => {
  const text = uniqueName()
  await writePost(member.context.request, `${text}\n${'line\n'.repeat(13)}last`)
  const html = await (await member.context.request.get('/')).text()
  expect(html).toContain(text)
  expect(html).not.toContain('<details')
})

test('shortens long URLs and shows internationalized hosts as Punycode', async ({ member }) => {
  const { page } = member
  const address = `https://example.com/${'a/long/way/'.repeat(9)}`
  const text = uniqueName()
  const id = await writePost(
    member.context.request,
    `${text} ${address} https://аррӏе.com/id https://ok.example/a`,
  )
  await page.goto('/')
  const links = postWith(page, text).locator('.post-body a')
  await expect(links).toHaveText([
    'example.com/a/long/way/a/long/way/a/lon…',
    'xn--80ak6aa92e.com/id',
    'https://ok.example/a',
  ])
  await expect(links.first()).toHaveAttribute('href', address)
  await expect(links.first()).toHaveAttribute('title', address)
  await expect(links.last()).not.toHaveAttribute('title')
  // A match in the hidden part of a URL expands the URL.
  await page.goto(`/search?q=${text}`)
  await expect(postWith(page, text).getByRole('link', { name: /^example\.com.*…$/ })).toBeVisible()
  await page.goto(`/search?q=way+from:${member.username}`)
  await expect(postWith(page, text).locator('mark').last()).toHaveText('way')
  changeRows('DELETE FROM posts WHERE id = ?', id)
})
