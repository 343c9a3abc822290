import { expect, flash, postWith, test } from '../fixtures'
import { writePost } from '../plain-http'

test('blocks, mutes and reverts both without JavaScript, from the profile and the account', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const { username } = otherMember
  await writePost(otherMember.context.request, 'Plain words')
  const menu = page.getByLabel(`More about ${username}`)
  const pressInMenu = async (verb: string, said: string) => {
    await menu.click()
    await page.getByRole('group').getByRole('button', { name: verb, exact: true }).click()
    await expect(page).toHaveURL(`/users/${username}`)
    await expect(flash(page, said)).toBeVisible()
  }
  await page.goto(`/users/${username}`)
  await pressInMenu('Mute', `You muted ${username}. They are not notified.`)
  await pressInMenu('Unmute', `You no longer mute ${username}.`)
  await pressInMenu('Mute', `You muted ${username}`)
  await expect(postWith(page, 'Plain words')).toBeVisible()
  await pressInMenu('Block', `You blocked ${username}. You no longer see each other.`)
  await expect(postWith(page, 'Plain words')).toHaveCount(0)
  await expect(page.getByText(`You have blocked ${username}.`)).toBeVisible()

  await page.goto('/account/blocked')
  await page.getByRole('button', { name: 'Unblock' }).click()
  await expect(flash(page, `You no longer block ${username}.`)).toBeVisible()
  await expect(page.getByText('You have blocked nobody.')).toBeVisible()
  await page.getByRole('button', { name: 'Unmute' }).click()
  await expect(page.getByText('You have muted nobody.')).toBeVisible()
})
