import { changeRows, readValue } from './database'
import { expect, flash, test } from './fixtures'
import { follow, formFields, postFields, sendForm, signUp, uniqueName, writePosts } from './plain-http'

test('shows picture, names, text, dates, counts and posts, newest first [PRO-01, SEE-03]', async ({
  member,
  guest,
}) => {
  const { request } = member.context
  const values = { displayName: 'Susan Sí', aboutMe: 'First line\nsecond line' }
  await sendForm(request, '/account', 'displayName', values)
  await writePosts(request, ['older words', 'newer words'])
  for (const page of [guest, member.page]) {
    await page.goto(`/users/${member.username}`)
    await expect(page).toHaveTitle(/Susan Sí/)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Susan Sí')
    const main = page.getByRole('main')
    await expect(main.getByText(`@${member.username}`).first()).toBeVisible()
    await expect(main.getByText('First line second line')).toHaveText('First line\nsecond line', {
      useInnerText: true,
    })
    await expect(main.getByRole('img', { name: 'Picture of Susan Sí' }).first()).toBeVisible()
    await expect(main.getByText(/^Joined \w+ \d+, \d{4}$/)).toBeVisible()
    await expect(main.getByText(/^Last seen \w+ \d+, \d{4} at \d+:\d\d\s[AP]M$/)).toBeVisible()
    await expect(main.getByText('2 posts')).toBeVisible()
    await expect(main.getByRole('link', { name: '0 followers' })).toBeVisible()
    await expect(main.getByRole('link', { name: '0 following' })).toBeVisible()
    await expect(main.getByRole('article')).toHaveText([/newer words/, /older words/])
  }
})

test('returns a complete 404 page for an unknown username [PRO-02]', async ({ guest, member, guard }) => {
  guard.allow(404)
  for (const page of [guest, member.page]) {
    const response = await page.goto(`/users/${uniqueName('nobody')}`)
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here.')
    await expect(page.getByRole('link', { name: 'Go to the start page' })).toHaveAttribute('href', '/')
  }
})

test('offers editing on the viewer’s own profile and following on other profiles [PRO-03, FOL-04]', async ({
  member,
  otherMember,
  guest,
}) => {
  const edit = { name: 'Edit your profile' }
  const button = { name: 'Follow', exact: true }
  await member.page.goto(`/users/${member.username}`)
  await expect(member.page.getByRole('link', edit)).toHaveAttribute('href', '/account')
  await expect(member.page.getByRole('button', button)).toHaveCount(0)
  await otherMember.page.goto(`/users/${member.username}`)
  await expect(otherMember.page.getByRole('link', edit)).toHaveCount(0)
  await expect(otherMember.page.getByRole('button', button)).toHaveCount(1)
  await guest.goto(`/users/${member.username}`)
  await expect(guest.getByRole('link', edit)).toHaveCount(0)
  await expect(guest.getByRole('button', button)).toHaveCount(1)

  const { request } = member.context
  const response = await sendForm(request, `/users/${otherMember.username}`, 'username', {
    username: member.username,
  })
  expect(response.status()).toBe(303)
  await member.page.goto('/')
  await expect(flash(member.page, 'You cannot follow yourself.')).toHaveAttribute('data-category', 'danger')
  await member.page.goto(`/users/${member.username}`)
  await expect(member.page.getByRole('link', { name: '0 followers' })).toBeVisible()
})

test('redirects to the home page with a message after following an unknown username [FOL-05]', async ({
  member,
  otherMember,
}) => {
  const { request } = member.context
  const response = await sendForm(request, `/users/${otherMember.username}`, 'username', {
    username: uniqueName('nobody'),
  })
  expect([response.status(), response.headers().location]).toEqual([303, '/'])
  await member.page.goto('/')
  await expect(flash(member.page, 'There is no member of that name.')).toHaveAttribute(
    'data-category',
    'danger',
  )
})

test('shows the same generated identicon everywhere without an upload [PRO-05, PRO-06, ACC-08]', async ({
  member,
  guest,
}) => {
  await writePosts(member.context.request, ['with a picture #identicon'])
  const sources = new Set<string | null>()
  for (const [page, path] of [
    [guest, `/users/${member.username}`],
    [guest, '/tags/identicon'],
    [member.page, '/'],
    [member.page, '/account'],
  ] as const) {
    await page.goto(path)
    const image = page.getByRole('img', { name: `Picture of ${member.username}` }).first()
    await expect(image).toBeVisible()
    expect(
      await image.evaluate((element: HTMLImageElement) => element.decode().then(() => element.naturalWidth)),
    ).toBeGreaterThan(0)
    sources.add(await image.getAttribute('src'))
  }
  expect([...sources]).toEqual([expect.stringMatching(/^\/avatars\/\d+\.svg$/)])
})

test('shows an email address only on its owner’s account page [PRO-07]', async ({
  member,
  otherMember,
  guest,
}) => {
  await writePosts(member.context.request, ['about nothing'])
  await follow(otherMember.context.request, member.username)
  const profile = `/users/${member.username}`
  const paths = [profile, `${profile}/followers`, `/users/${otherMember.username}/following`, '/explore', '/']
  for (const { request } of [otherMember.context, guest.context(), member.context])
    for (const path of paths)
      for (const headers of [{}, { RSC: '1' }] as Record<string, string>[])
        expect(await (await request.get(path, { headers })).text(), path).not.toContain(member.email)
  expect(await (await member.context.request.get('/account')).text()).toContain(member.email)
})

test('updates "last seen" on page requests of a member [SEE-01]', async ({ member, newVisitor, guest }) => {
  const page = await newVisitor()
  const account = await signUp(page.context().request)
  const week = 7 * 24 * 3600 * 1000
  const changed = changeRows(
    'UPDATE users SET last_seen_at = ? WHERE username = ?',
    new Date(Date.now() - week).toISOString(),
    account.username,
  )
  expect(changed).toBe(1)
  const seen = () =>
    Date.parse(String(readValue('SELECT last_seen_at FROM users WHERE username = ?', account.username)))
  expect(Math.abs(Date.now() - week - seen())).toBeLessThan(60_000)
  await guest.goto(`/users/${account.username}`)
  await expect(guest.locator(`time[datetime="${new Date(seen()).toISOString()}"]`)).toBeVisible()
  // Uses another session, because "last seen" is stored at most once a minute per session.
  await sendForm(member.context.request, '/', 'body', { body: 'not theirs' })
  expect(Date.now() - seen()).toBeGreaterThan(week / 2)
  const again = await newVisitor()
  await sendForm(again.context().request, '/login', 'identifier', {
    identifier: account.email,
    password: account.password,
  })
  await again.goto('/about')
  await expect.poll(() => Date.now() - seen()).toBeLessThan(60_000)
})

test('changes nothing on GET requests to follow URLs [FOL-01]', async ({ member, otherMember, guard }) => {
  guard.allow(404)
  const { request } = member.context
  const profile = `/users/${otherMember.username}`
  for (const path of [
    `${profile}/follow`,
    `/follow/${otherMember.username}`,
    `${profile}?username=${otherMember.username}`,
  ])
    await request.get(path)
  await member.page.goto(profile)
  await expect(member.page.getByRole('link', { name: '0 followers' })).toBeVisible()
  const form = member.page
    .locator('form')
    .filter({ has: member.page.getByRole('button', { name: 'Follow', exact: true }) })
  await expect(form).toHaveCount(1)
})

test('counts a repeated follow once and uses the correct plural forms [FOL-03, FOL-08]', async ({
  member,
  otherMember,
  newVisitor,
}) => {
  const profile = `/users/${member.username}`
  const third = await newVisitor()
  await signUp(third.context().request)
  const { page } = member
  const followers = page.getByRole('link', { name: /followers?$/ })
  await page.goto(profile)
  await expect(followers).toHaveText('0 followers')
  const html = await (await otherMember.context.request.get(profile)).text()
  for (const _ of [1, 2])
    await postFields(otherMember.context.request, profile, formFields(html, 'username', {}))
  await page.goto(profile)
  await expect(followers).toHaveText('1 follower')
  await follow(third.context().request, member.username)
  await page.goto(profile)
  await expect(followers).toHaveText('2 followers')
  await otherMember.page.goto(`/users/${otherMember.username}`)
  await expect(otherMember.page.getByRole('link', { name: '1 following' })).toBeVisible()
})

test('links URLs in about-me texts [PRO-01, SEC-21]', async ({ member, guest }) => {
  const aboutMe = 'Birds at https://birds.example/a?b=c.\njavascript:alert(1) <b>bold</b>'
  await sendForm(member.context.request, '/account', 'displayName', { aboutMe })
  await guest.goto(`/users/${member.username}`)
  const link = guest.getByRole('link', { name: 'https://birds.example/a?b=c' })
  await expect(link).toHaveAttribute('href', 'https://birds.example/a?b=c')
  await expect(link).toHaveAttribute('rel', 'nofollow ugc')
  await expect(guest.getByText('javascript:alert(1) <b>bold</b>')).toBeVisible()
  await expect(guest.getByRole('link', { name: 'javascript' })).toHaveCount(0)
})
