import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { readValue } from './database'
import { expect, flash, postWith, test } from './fixtures'
import { follow, formFields, postFields, uniqueName, writePost } from './plain-http'

/** Presses a button in the menu of a profile. */
async function pressInMenu(page: Page, username: string, verb: string): Promise<void> {
  await page.goto(`/users/${username}`)
  await page.getByLabel(`More about ${username}`).click()
  await page.getByRole('group').getByRole('button', { name: verb, exact: true }).click()
}

const follows = (username: string) =>
  readValue('SELECT follower_count + following_count FROM users WHERE username = ?', username)

test('applies a block from the next page load on: removes follows, hides posts and disables messages', async ({
  member: ann,
  otherMember: bob,
  guest,
}) => {
  const tag = uniqueName('words')
  await writePost(ann.context.request, `Words of Ann #${tag}`)
  await writePost(bob.context.request, `Words of Bob #${tag}`)
  await follow(ann.context.request, bob.username)
  await follow(bob.context.request, ann.username)
  await bob.page.goto(`/users/${ann.username}`)
  await expect(postWith(bob.page, 'Words of Ann')).toBeVisible()
  const stale = await (await bob.context.request.get(`/users/${ann.username}`)).text()

  await pressInMenu(ann.page, bob.username, 'Block')
  await expect(ann.page.getByText(`You have blocked ${bob.username}.`)).toBeVisible()
  expect([follows(ann.username), follows(bob.username)]).toEqual([0, 0])
  for (const [{ page }, other, words] of [
    [ann, bob, `You have blocked ${bob.username}.`],
    [bob, ann, `${ann.username} has blocked you.`],
  ] as const) {
    expect((await page.goto(`/users/${other.username}`))?.status()).toBe(200)
    await expect(page.getByText(words)).toBeVisible()
    await expectAccessible(page, words)
    await expect(page.getByRole('article')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Follow', exact: true })).toHaveCount(0)
    for (const path of ['/', `/tags/${tag}`]) {
      await page.goto(path)
      await expect(postWith(page, `Words of ${other === ann ? 'Ann' : 'Bob'}`)).toHaveCount(0)
    }
    // The viewer's own post proves that the tag page lists posts.
    await expect(postWith(page, `Words of ${other === ann ? 'Bob' : 'Ann'}`)).toBeVisible()
    const card = await (await page.request.get(`/users/${other.username}/card`)).json()
    expect(card).toMatchObject({ block: other === ann ? 'user' : 'viewer', details: null })
    await page.goto(`/messages/${other.username}`)
    await expect(page.getByRole('button', { name: 'Send' })).toHaveCount(0)
  }
  await guest.goto(`/users/${ann.username}`)
  await expect(postWith(guest, 'Words of Ann')).toBeVisible()

  // A form from a page rendered before the block has no effect.
  const path = `/users/${ann.username}`
  await postFields(bob.context.request, path, {
    ...formFields(stale, 'username', {}),
    username: ann.username,
  })
  expect([follows(ann.username), follows(bob.username)]).toEqual([0, 0])

  await ann.page.goto(`/users/${bob.username}`)
  await ann.page.getByRole('main').getByRole('button', { name: 'Unblock' }).first().click()
  await expect(postWith(ann.page, 'Words of Bob')).toBeVisible()
  await bob.page.goto(path)
  await expect(postWith(bob.page, 'Words of Ann')).toBeVisible()
  await expect(bob.page.getByRole('button', { name: 'Follow', exact: true })).toBeVisible()
})

test('hides posts of a muted member from lists only, and does not reveal the mute to that member', async ({
  member: ann,
  otherMember: bob,
}) => {
  const tag = uniqueName('loud')
  const id = await writePost(bob.context.request, `Loud words #${tag}`)
  await writePost(ann.context.request, 'Quiet words')
  await ann.page.goto(`/tags/${tag}`)
  await expect(postWith(ann.page, 'Loud words')).toBeVisible()
  await pressInMenu(ann.page, bob.username, 'Mute')
  await expect(ann.page.getByRole('group').getByRole('button', { name: 'Unmute', exact: true })).toBeVisible()
  await expectAccessible(ann.page, 'a muted user')
  await ann.page.goto(`/tags/${tag}`)
  await expect(postWith(ann.page, 'Loud words')).toHaveCount(0)
  for (const path of [`/users/${bob.username}`, `/posts/${id}`]) {
    await ann.page.goto(path)
    await expect(postWith(ann.page, 'Loud words')).toBeVisible()
  }
  await bob.page.goto(`/users/${ann.username}`)
  await expect(postWith(bob.page, 'Quiet words')).toBeVisible()
  await expect(bob.page.getByRole('button', { name: 'Follow', exact: true })).toBeVisible()

  await ann.page.goto('/account')
  await ann.page.getByRole('link', { name: 'Blocked', exact: true }).click()
  await expect(ann.page).toHaveURL('/account/blocked')
  await expectAccessible(ann.page, '/account/blocked')
  await ann.page
    .getByRole('listitem')
    .filter({ hasText: bob.username })
    .getByRole('button', { name: 'Unmute' })
    .click()
  await expect(ann.page.getByText('You have muted nobody.')).toBeVisible()
  await ann.page.goto(`/tags/${tag}`)
  await expect(postWith(ann.page, 'Loud words')).toBeVisible()
})

test('does not offer blocking to guests', async ({ member, guest }) => {
  await guest.goto(`/users/${member.username}`)
  await expect(guest.getByLabel(`More about ${member.username}`)).toHaveCount(0)
  await guest.goto('/account/blocked')
  await expect(guest).toHaveURL('/login?next=%2Faccount%2Fblocked')
  await expect(flash(guest, 'Log in to see that page.')).toBeVisible()
})
