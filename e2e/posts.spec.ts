import { postIds, readPages } from './feeds'
import { expect, flash, postWith, publishPost, test } from './fixtures'
import { follow, sendForm, uniqueName, writePost, writePosts } from './plain-http'

test('stays on the explore page after posting there, and shows the post [PST-05]', async ({ member }) => {
  const text = `Hello ${uniqueName()}`
  await member.page.goto('/explore')
  await publishPost(member.page, text)
  await expect(flash(member.page, 'Your post is out.')).toBeVisible()
  await expect(member.page).toHaveURL('/explore')
  await expect(postWith(member.page, text)).toBeVisible()
  await expect(member.page.getByLabel('Say something')).toHaveValue('')
})

test('serves each post on its own page, also to guests [PST-06]', async ({ member, guest }) => {
  const id = await writePost(member.context.request, 'On a page of its own')
  await guest.goto(`/users/${member.username}`)
  await postWith(guest, 'On a page of its own')
    .getByRole('link')
    .filter({ has: guest.getByRole('time') })
    .click()
  await expect(guest).toHaveURL(`/posts/${id}`)
  await expect(guest).toHaveTitle(/On a page of its own/)
  await expect(guest.getByRole('article')).toHaveText(/On a page of its own/)
})

test('shows Edit and Delete to the author only [PST-07]', async ({ member, otherMember, guest }) => {
  const id = await writePost(member.context.request, 'Mine alone')
  const buttons = { name: /^(Edit|Delete)$/ }
  for (const path of [`/posts/${id}`, `/users/${member.username}`]) {
    await member.page.goto(path)
    const own = member.page.getByRole('article').getByRole('button', buttons)
    await expect(own.first()).toHaveAccessibleName('Edit')
    await expect(own.last()).toHaveAccessibleName('Delete')
    await otherMember.page.goto(path)
    await expect(otherMember.page.getByRole('article')).toHaveCount(1)
    await expect(otherMember.page.getByRole('button', buttons)).toHaveCount(0)
    await guest.goto(path)
    await expect(guest.getByRole('article')).toHaveCount(1)
    await expect(guest.getByRole('button', buttons)).toHaveCount(0)
  }
})

test('changes nothing when the edit form is cancelled [PST-08]', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'As it was')
  await page.goto(`/posts/${id}/edit`)
  await page.getByLabel('Say something').fill('As it is not')
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(page).toHaveURL(`/posts/${id}`)
  await expect(page.getByRole('article')).toContainText('As it was')
  await expect(page.getByText('(edited)')).toHaveCount(0)
})

test('deletes nothing when the dialog is closed by button or key [PST-09]', async ({ member }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'Still here')
  await page.goto('/')
  const dialog = page.getByRole('dialog', { name: 'Delete this post?' })
  const ask = page.getByRole('article').getByRole('button', { name: 'Delete' })
  await ask.click()
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await expect(dialog).toBeHidden()
  await ask.click()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.goto(`/posts/${id}/delete`)
  await page.reload()
  await page.goto('/')
  await expect(page.getByRole('article')).toHaveText(/Still here/)
})

test('removes a deleted post from guest pages [PST-09]', async ({ member, guest, guard }) => {
  guard.allow(404)
  const text = `Gone soon ${uniqueName()}`
  const id = await writePost(member.context.request, text)
  await guest.goto(`/posts/${id}`)
  await expect(postWith(guest, text)).toBeVisible()
  await member.page.goto(`/posts/${id}`)
  await member.page.getByRole('button', { name: 'Delete' }).click()
  await member.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(flash(member.page, 'The post is deleted.')).toBeVisible()
  await expect(member.page).toHaveURL('/')
  expect((await guest.goto(`/posts/${id}`))?.status()).toBe(404)
  await guest.goto(`/users/${member.username}`)
  await expect(postWith(guest, text)).toHaveCount(0)
})

test('rejects a cross-site delete form [PST-11]', async ({ member }) => {
  const { request } = member.context
  const id = await writePost(request, 'Guarded')
  for (const headers of [{ Origin: 'https://evil.example' }, { Origin: 'null' }]) {
    const response = await sendForm(request, `/posts/${id}/delete`, 'id', {}, headers)
    expect(response.status(), headers.Origin).toBe(403)
  }
  expect((await request.get(`/posts/${id}`)).status()).toBe(200)
})

test('shows all posts to guests and members on the explore page, and the composer to members only [FEE-05, FEE-08]', async ({
  member,
  otherMember,
  guest,
}) => {
  const ids = [
    await writePost(member.context.request, `By one ${uniqueName()}`),
    await writePost(otherMember.context.request, `By another ${uniqueName()}`),
  ].map((id) => `post-${id}`)
  for (const { request } of [member.context, guest.context()]) {
    // The other tests have created hundreds of pages.
    const { pages } = await readPages(request, '/explore', 'next', (all) => all.includes(ids[0] as string))
    expect(pages.flat().filter((id) => ids.includes(id))).toEqual([...ids].reverse())
  }
  await member.page.goto('/explore')
  await expect(member.page.getByLabel('Say something')).toBeVisible()
  await guest.goto('/explore')
  await expect(guest.getByRole('heading', { level: 1, name: 'Explore' })).toBeVisible()
  await expect(guest.getByLabel('Say something')).toHaveCount(0)
})

test('serves public pages to guests, and redirects them to log-in from personal pages [FEE-08]', async ({
  member,
  guest,
}) => {
  const id = await writePost(member.context.request, 'For all to read #reading')
  const { request } = guest.context()
  for (const path of [
    '/',
    '/explore',
    '/about',
    `/users/${member.username}`,
    `/posts/${id}`,
    '/tags/reading',
  ])
    expect((await request.get(path)).status(), path).toBe(200)
  for (const path of ['/account', '/account/security', `/posts/${id}/edit`, `/posts/${id}/delete`]) {
    const response = await request.get(path, { maxRedirects: 0 })
    expect(response.status(), path).toBe(303)
    expect(response.headers().location, path).toBe(`/login?next=${encodeURIComponent(path)}`)
  }
})

test('greets the member by name on the home page and links names to profiles [FEE-06, FEE-09, PAG-01]', async ({
  member,
  otherMember,
}) => {
  const { request } = member.context
  await sendForm(request, '/account', 'displayName', { displayName: 'Susan the Great' })
  await writePosts(otherMember.context.request, ['1', '2', '3', '4', '5', '6'])
  await follow(request, otherMember.username)
  await member.page.goto('/')
  await expect(member.page.getByPlaceholder('What is on your mind, Susan the Great?')).toBeVisible()
  expect(postIds(await (await request.get('/')).text())).toHaveLength(5)
  await member.page.getByRole('article').first().getByRole('link', { name: otherMember.username }).click()
  await expect(member.page).toHaveURL(`/users/${otherMember.username}`)
})

test('shows each post of a feed once, newest first, across pages [FEE-02, FEE-07]', async ({
  member,
  otherMember,
}) => {
  const own = await writePosts(member.context.request, ['a', 'b', 'c', 'd'])
  const theirs = await writePosts(otherMember.context.request, ['e', 'f', 'g', 'h'])
  await follow(member.context.request, otherMember.username)
  const { pages } = await readPages(member.context.request, '/')
  expect(pages.flat()).toEqual([...own, ...theirs].reverse().map((id) => `post-${id}`))
})
