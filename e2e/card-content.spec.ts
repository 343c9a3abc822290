import type { Page } from '@playwright/test'
import { cardOf, hoverName, movePointerAway, nameIn } from './cards'
import { changeRows, readValue } from './database'
import { expect, postWith, test } from './fixtures'
import { follow, sendForm, serverOrigin, uniqueName, writePost, writePosts } from './plain-http'

test('shows the member’s details and the actions available to the viewer [POP-06, POP-07, DAT-04]', async ({
  member,
  otherMember,
  newVisitor,
}) => {
  const { username } = otherMember
  const zone = { timezoneId: 'America/New_York' }
  await sendForm(otherMember.context.request, '/account', 'displayName', {
    displayName: 'Susan <b>Sí</b>',
    aboutMe: 'I & "you"',
  })
  const id = await writePost(otherMember.context.request, 'Cards')
  await follow(member.context.request, username)
  const far = await newVisitor(zone)
  await otherMember.context.close()
  changeRows(
    'UPDATE users SET last_seen_at = ? WHERE username = ?',
    '2026-03-05T02:03:00.000+00:00',
    username,
  )

  const open = async (page: Page) => {
    await page.goto(`/posts/${id}`)
    await hoverName(postWith(page, 'Cards').getByRole('link', { name: 'Susan <b>Sí</b>' }))
    const card = cardOf(page, 'Susan <b>Sí</b>')
    await expect(card).toBeVisible()
    return card
  }
  const guestCard = await open(far)
  const picture = guestCard.getByRole('img', { name: 'Picture of Susan <b>Sí</b>' })
  // Pictures are loaded lazily.
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => [image.width, image.naturalWidth > 0]))
    .toEqual([64, true])
  await expect(guestCard.getByRole('link', { name: 'Susan <b>Sí</b>' })).toHaveAttribute(
    'href',
    `/users/${username}`,
  )
  await expect(guestCard.getByText('I & "you"')).toBeVisible()
  await expect(guestCard.getByText('Last seen 3/4/26, 9:03 PM')).toBeVisible()
  await expect(guestCard.getByRole('link', { name: '1 follower' })).toBeVisible()
  await expect(guestCard.getByRole('link', { name: '0 following' })).toBeVisible()
  await guestCard.getByRole('button', { name: 'Follow', exact: true }).click()
  await expect(far).toHaveURL(`/login?next=${encodeURIComponent(`/users/${username}`)}&reason=follow`)

  const memberCard = await open(member.page)
  await expect(memberCard.getByRole('button')).toHaveText(['Unfollow'])
  await expect(memberCard.getByRole('link', { name: 'Send private message' })).toHaveAttribute(
    'href',
    `/messages/${username}`,
  )
})

test('offers editing, but no follow button or message link, on the viewer’s own card [POP-06, POP-07]', async ({
  member,
}) => {
  const { page, username } = member
  await writePost(member.context.request, 'My own')
  await page.goto('/')
  await hoverName(nameIn(page, 'My own', username))
  const card = cardOf(page, username)
  await expect(card.getByRole('link', { name: 'Edit your profile' })).toHaveAttribute('href', '/account')
  await expect(card.getByRole('button')).toHaveCount(0)
  await expect(card.getByRole('link', { name: 'Send private message' })).toHaveCount(0)
})

test('does not navigate on a click inside the card [POP-08]', async ({ member, guest: page }) => {
  await writePost(member.context.request, 'Press')
  await page.goto(`/users/${member.username}`)
  await hoverName(nameIn(page, 'Press', member.username))
  const card = cardOf(page, member.username)
  await expect(card).toBeVisible()
  expect(await card.evaluate((box) => box.closest('a'))).toBeNull()
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''))
  await card.getByText('Last seen').click()
  await expect(card).toBeVisible()
  await expect(page.locator('body')).toHaveAttribute('data-same-page')
  await page.getByRole('main').click({ position: { x: 2, y: 2 } })
  await expect(card).toBeHidden()
})

test('opens a card for names in posts, mentions, lists and entries loaded while scrolling [POP-09]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const { request } = otherMember.context
  await writePosts(
    request,
    [...Array(11).keys()].map((at) => `Post ${at} @${member.username}`),
  )
  await page.goto(`/users/${otherMember.username}`)
  const oldest = postWith(page, 'Post 0 ')
  await expect(async () => {
    await page.mouse.wheel(0, 4000)
    await expect(oldest).toBeVisible({ timeout: 500 })
  }).toPass()
  await hoverName(oldest.getByRole('link', { name: otherMember.username, exact: true }))
  await expect(cardOf(page, otherMember.username)).toBeVisible()
  await hoverName(oldest.getByRole('link', { name: `@${member.username}` }))
  await expect(cardOf(page, member.username)).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await follow(request, member.username)
  await page.goto(`/users/${member.username}/followers`)
  await hoverName(
    page
      .getByRole('main')
      .getByRole('listitem')
      .getByRole('link', { name: otherMember.username, exact: true }),
  )
  await expect(cardOf(page, otherMember.username)).toBeVisible()
})

test('shows current counts each time it opens [POP-10]', async ({ member, otherMember, guest: page }) => {
  await writePost(member.context.request, 'Fresh')
  await page.goto(`/users/${member.username}`)
  const name = nameIn(page, 'Fresh', member.username)
  const card = cardOf(page, member.username)
  await hoverName(name)
  await expect(card.getByRole('link', { name: '0 followers' })).toBeVisible()
  await movePointerAway(page)
  await expect(card).toBeHidden()
  await follow(otherMember.context.request, member.username)
  await name.hover()
  await expect(card.getByRole('link', { name: '1 follower' })).toBeVisible()
})

test('encodes usernames in the URL and shows a short error for a card that fails to load [POP-11, POP-13]', async ({
  member,
  guest: page,
  guard,
}) => {
  guard.allow(404, 500)
  await writePost(member.context.request, 'Odd')
  await page.goto(`/users/${member.username}`)
  const name = nameIn(page, 'Odd', member.username)
  const box = page.getByRole('dialog', { name: 'This card could not be loaded.' })
  await name.evaluate((link) => link.setAttribute('data-card', 'a/b ñ?#%'))
  const asked = page.waitForRequest(/card$/)
  await hoverName(name)
  expect(new URL((await asked).url()).pathname).toBe('/users/a%2Fb%20%C3%B1%3F%23%25/card')
  await expect(box).toBeVisible()

  await name.evaluate((link, username) => link.setAttribute('data-card', username), member.username)
  const logIn = await (await page.request.get('/login')).text()
  for (const response of [
    { status: 500, contentType: 'text/html', body: '<h1>Fault</h1>' },
    { status: 200, contentType: 'text/html', body: logIn },
    { status: 303, headers: { location: '/login' } },
  ]) {
    await page.route('**/card', (route) => route.fulfill(response))
    await movePointerAway(page)
    await expect(box).toBeHidden()
    await name.hover()
    await expect(box).toHaveText('This card could not be loaded.')
    await page.unroute('**/card')
  }
})

test('serves cards to guests as uncached JSON, and returns 404 for unknown usernames [POP-12]', async ({
  member,
  request,
}) => {
  const card = await request.get(`/users/${member.username.toUpperCase()}/card`)
  expect([card.status(), card.headers()['cache-control'], card.headers()['content-type']]).toEqual([
    200,
    'private, no-store',
    'application/json',
  ])
  expect(await card.json()).toMatchObject({
    username: member.username,
    block: null,
    details: { followerCount: 0, followedByViewer: null, isOwn: false },
  })
  // nginx refuses %00 itself.
  for (const name of [uniqueName('nobody'), '%00', 'a%2Fb', 'x'.repeat(300)])
    expect((await request.get(`${serverOrigin()}/users/${name}/card`)).status(), name).toBe(404)
})

test('shows the card in the language of the page [POP-06]', async ({ member, newVisitor }) => {
  const page = await newVisitor({ locale: 'es' })
  await writePost(member.context.request, 'En español')
  await page.goto(`/users/${member.username}`)
  await hoverName(nameIn(page, 'En español', member.username))
  const card = cardOf(page, member.username)
  await expect(card.getByRole('button')).toHaveText('Seguir')
  await expect(card.getByRole('link', { name: '0 seguidores' })).toBeVisible()
})

test('closes the card when a link in it opens another page [POP-04]', async ({ member, guest: page }) => {
  await writePost(member.context.request, 'Leave')
  await page.goto(`/users/${member.username}`)
  await hoverName(nameIn(page, 'Leave', member.username))
  await cardOf(page, member.username).getByRole('link', { name: '0 followers' }).click()
  await expect(page).toHaveURL(`/users/${member.username}/followers`)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('updates button and counts in place after following and unfollowing [FOL-07]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await writePost(otherMember.context.request, 'Follow me')
  await page.goto(`/users/${otherMember.username}`)
  await hoverName(nameIn(page, 'Follow me', otherMember.username))
  const card = cardOf(page, otherMember.username)
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''))
  await card.getByRole('button', { name: 'Follow', exact: true }).click()
  const undo = card.getByRole('button', { name: 'Unfollow' })
  await expect(undo).toBeFocused()
  await expect(card.getByRole('link', { name: '1 follower' })).toBeVisible()
  // The profile behind the card is updated too.
  await expect(page.getByRole('main').getByRole('link', { name: '1 follower' })).toBeVisible()
  expect(readValue('SELECT follower_count FROM users WHERE username = ?', otherMember.username)).toBe(1)
  await page.keyboard.press('Enter')
  await expect(card.getByRole('button', { name: 'Follow', exact: true })).toBeFocused()
  await expect(card.getByRole('link', { name: '0 followers' })).toBeVisible()
  await expect(page.locator('body')).toHaveAttribute('data-same-page')
})

test('shows an error in the card when following fails [FOL-07]', async ({ member, otherMember, guard }) => {
  guard.allow(500)
  const { page } = member
  const id = await writePost(otherMember.context.request, 'Unlucky')
  await page.goto(`/posts/${id}`)
  await hoverName(nameIn(page, 'Unlucky', otherMember.username))
  const card = cardOf(page, otherMember.username)
  await expect(card).toBeVisible()
  await page.route('**/*', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 500 }) : route.fallback(),
  )
  for (const _ of [1, 2]) {
    const failed = page.waitForResponse((response) => response.request().method() === 'POST')
    await card.getByRole('button', { name: 'Follow', exact: true }).click()
    await failed
    await expect(card.getByRole('alert')).toHaveText('Not sent. Check your connection and try again.')
    await expect(card.getByRole('button', { name: 'Follow', exact: true })).toBeVisible()
  }
  await page.unroute('**/*')
  await card.getByRole('button', { name: 'Follow', exact: true }).click()
  await expect(card.getByRole('button', { name: 'Unfollow' })).toBeVisible()
})
