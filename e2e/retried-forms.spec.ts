import { readValue } from './database'
import { expect, postWith, test } from './fixtures'
import { bubbles, messageField, userIdOf } from './messages'
import { uniqueName } from './plain-http'
import { composer, dropResponses, notSentError, postButton, tryAgainButton, waitForHydration } from './typing'

test('publishes a post once when it is submitted again after a lost response', async ({ member }) => {
  const { page } = member
  const text = `Once ${uniqueName()}`
  await page.goto('/')
  await composer(page).fill(text)
  await waitForHydration(composer(page))
  await dropResponses(page)
  await postButton(page).click()
  await expect(notSentError(page)).toBeVisible()
  await page.unrouteAll()
  await tryAgainButton(page).click()
  await expect(postWith(page, text)).toHaveCount(1)
  await expect(composer(page)).toHaveValue('')
  expect(readValue('SELECT count(*) FROM posts WHERE author_id = ?', userIdOf(member))).toBe(1)
})

test('keeps a post edited after a lost response, and publishes it when it is submitted again', async ({
  member,
}) => {
  const { page } = member
  const [first, second] = [`First ${uniqueName()}`, `Second ${uniqueName()}`]
  await page.goto('/')
  await composer(page).fill(first)
  await waitForHydration(composer(page))
  await dropResponses(page)
  await postButton(page).click()
  await expect(notSentError(page)).toBeVisible()
  await page.unrouteAll()
  await composer(page).fill(second)
  await postButton(page).click()
  const conflict = page.getByRole('alert').filter({ hasText: 'Something else has been sent from this form' })
  await expect(conflict).toBeVisible()
  await expect(composer(page)).toHaveValue(second)
  await conflict.getByRole('button', { name: 'Try again' }).click()
  await expect(postWith(page, second)).toHaveCount(1)
  await expect(postWith(page, first)).toHaveCount(1)
})

test('keeps a message edited after a lost response', async ({ member, otherMember }) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await messageField(page).fill('First')
  await waitForHydration(messageField(page))
  await dropResponses(page)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(notSentError(page)).toBeVisible()
  await page.unrouteAll()
  await messageField(page).fill('Second')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const conflict = page.getByRole('alert').filter({ hasText: 'Something else has been sent from this form' })
  await expect(messageField(page)).toHaveValue('Second')
  await conflict.getByRole('button', { name: 'Try again' }).click()
  await expect(bubbles(page)).toHaveText([/First/, /Second/])
})
