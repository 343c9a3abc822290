import type { Page } from '@playwright/test'
import { readValue } from './database'
import { expect, postWith, test } from './fixtures'
import { bubbles, field, idOf } from './messages'
import { uniqueName } from './plain-http'
import { composer, hydrated, loseAnswers, postButton } from './typing'

const kept = (page: Page) => page.getByRole('alert').filter({ hasText: 'Not sent. Your text is still here.' })
const tryAgain = (page: Page) => kept(page).getByRole('button', { name: 'Try again' })

test('a post whose answer was lost is published once, also when it is sent again', async ({ member }) => {
  const { page } = member
  const text = `Once ${uniqueName()}`
  await page.goto('/')
  await composer(page).fill(text)
  await hydrated(composer(page))
  await loseAnswers(page)
  await postButton(page).click()
  await expect(kept(page)).toBeVisible()
  await page.unrouteAll()
  await tryAgain(page).click()
  await expect(postWith(page, text)).toHaveCount(1)
  await expect(composer(page)).toHaveValue('')
  expect(readValue('SELECT count(*) FROM posts WHERE author_id = ?', idOf(member))).toBe(1)
})

test('a post edited after its answer was lost is not dropped, and is published when it is sent again', async ({
  member,
}) => {
  const { page } = member
  const [first, second] = [`First ${uniqueName()}`, `Second ${uniqueName()}`]
  await page.goto('/')
  await composer(page).fill(first)
  await hydrated(composer(page))
  await loseAnswers(page)
  await postButton(page).click()
  await expect(kept(page)).toBeVisible()
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

test('a message edited after its answer was lost is not dropped', async ({ member, otherMember }) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await field(page).fill('First')
  await hydrated(field(page))
  await loseAnswers(page)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(kept(page)).toBeVisible()
  await page.unrouteAll()
  await field(page).fill('Second')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const conflict = page.getByRole('alert').filter({ hasText: 'Something else has been sent from this form' })
  await expect(field(page)).toHaveValue('Second')
  await conflict.getByRole('button', { name: 'Try again' }).click()
  await expect(bubbles(page)).toHaveText([/First/, /Second/])
})
