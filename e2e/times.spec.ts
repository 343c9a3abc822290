import type { Page } from '@playwright/test'
import { changeRows } from './database'
import { expect, openLive, postWith, test } from './fixtures'
import { sendForm, uniqueName, writePost, writePosts } from './plain-http'

/** Both the date and the year are different in Los Angeles. */
const time = '2026-01-01T02:03:00.000Z'
const inLosAngeles = { locale: 'es-ES', timezoneId: 'America/Los_Angeles' }

function setLastSeen(username: string): void {
  changeRows('UPDATE users SET last_seen_at = ? WHERE username = ?', time, username)
}

const lastSeen = (page: Page) => page.getByText(/^Última visita/).getByRole('time')

/** Records every change of the text of a time, from the first HTML of each document on. */
async function recordTimeChanges(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const changes: string[] = []
    Object.assign(window, { timeChanges: changes })
    new MutationObserver((records) => {
      for (const { type, target } of records)
        if (type === 'characterData' && target.parentElement?.closest('time'))
          changes.push(target.textContent ?? '')
    }).observe(document, { subtree: true, characterData: true })
  })
  return () => page.evaluate(() => (window as unknown as { timeChanges: string[] }).timeChanges)
}

test('shows times in the zone and language of the browser, before hydration in UTC [DAT-02, DAT-03]', async ({
  member,
  newVisitor,
}) => {
  const path = `/users/${member.username}`
  await writePost(member.context.request, 'Hola')
  await member.context.close()
  setLastSeen(member.username)

  const plain = await newVisitor({ ...inLosAngeles, javaScriptEnabled: false })
  await plain.goto(path)
  await expect(lastSeen(plain)).toHaveText(/^1 de enero de 2026(?:,| a las) 2:03 UTC$/)
  await expect(lastSeen(plain)).toHaveAttribute('datetime', time)

  // Hydration reports a mismatch on the console, which fails the test.
  const page = await newVisitor(inLosAngeles)
  await page.goto(path)
  await expect(lastSeen(page)).toHaveText(/^31 de diciembre de 2025(?:,| a las) 18:03$/)
  await expect(lastSeen(page)).toHaveAttribute('datetime', time)
  await expect(postWith(page, 'Hola').getByRole('time')).toHaveAttribute(
    'title',
    /^\d+ de \w+ de \d{4}\D+\d+:\d\d$/,
  )
  const tokyo = await newVisitor({ locale: 'en-US', timezoneId: 'Asia/Tokyo' })
  await tokyo.goto(path)
  await expect(tokyo.getByText(/^Last seen January 1, 2026 at 11:03\sAM$/)).toBeVisible()
})

test('sends times to a member in their zone, so that no text changes [DAT-02, DAT-03]', async ({
  member,
  newVisitor,
}) => {
  const page = await newVisitor(inLosAngeles)
  const changes = await recordTimeChanges(page)
  const other = `/users/${member.username}`
  await member.context.close()
  await page.goto('/signup')
  const username = uniqueName('zone')
  await sendForm(page.context().request, '/signup', 'username', {
    username,
    email: `${username}@example.com`,
    password: member.password,
    repeat: member.password,
  })
  setLastSeen(member.username)
  await page.goto(other)
  await expect(lastSeen(page)).toHaveText(/18:03$/)
  expect(await changes()).not.toEqual([])
  const zone = async () => (await page.context().cookies()).find(({ name }) => name === 'roost.zone')?.value
  await expect.poll(zone).toBe('America/Los_Angeles')

  const html = await (await page.request.get(other, { headers: { 'Accept-Language': 'es' } })).text()
  expect(html).toMatch(/>31 de diciembre de 2025(?:,| a las) 18:03<\/time>/)
  expect(html).not.toContain('2:03 UTC')
  await openLive(page, other)
  await expect(lastSeen(page)).toHaveText(/18:03$/)
  expect(await changes()).toEqual([])
})

test('ignores a time zone that does not exist', async ({ member, baseURL }) => {
  setLastSeen(member.username)
  await member.context.addCookies([{ name: 'roost.zone', value: 'Mars/Olympus', url: baseURL as string }])
  const response = await member.context.request.get(`/users/${member.username}`)
  expect(response.status()).toBe(200)
  expect(await response.text()).toMatch(/\d:\d\d\s[AP]M UTC<\/time>/)
})

test('formats the times of entries that were loaded while scrolling [DAT-04]', async ({
  member,
  newVisitor,
}) => {
  const page = await newVisitor(inLosAngeles)
  await page.context().addCookies(await member.context.cookies())
  const oldest = `The first ${uniqueName()}`
  await writePosts(member.context.request, [oldest, '1', '2', '3', '4', '5', '6', '7'])
  changeRows('UPDATE posts SET created_at = ? WHERE body = ?', time, oldest)
  // In the document, not on the page: a list near the bottom of the window loads its next entries at once.
  const html = await (await page.goto('/'))?.text()
  expect(html).toContain('Páginas')
  expect(html).not.toContain(oldest)
  const shown = postWith(page, oldest).getByRole('time')
  await expect(shown).toHaveText('31 dic 2025')
  await expect(shown).toHaveAttribute('title', /^31 de diciembre de 2025(?:,| a las) 18:03$/)
})
