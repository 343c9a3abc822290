import { availableParallelism } from 'node:os'
import { expect, test } from '@playwright/test'
import { findForm, submit } from '../scripts/bench/plain-form'
import { HttpMember } from './http-member'
import { startOwnServer } from './own-server'

test('returns 503 with Retry-After for log-ins over the queue limit, keeps the name, and accepts the others [SEC-31]', async ({
  browser,
}) => {
  // At this cost one core verifies about four passwords in ten seconds.
  const own = await startOwnServer(undefined, { BCRYPT_COST: '15' })
  const member = await HttpMember.signUp(own.url, 'susan')
  const password = 'quiet lantern 42'
  const login = `${own.url}/login`
  const form = findForm(await (await fetch(login)).text(), 'identifier')
  const send = async () => {
    const response = await submit(login, form, { identifier: 'susan', password })
    return {
      status: response.status,
      after: response.headers.get('retry-after'),
      html: await response.text(),
    }
  }
  const page = await browser.newPage()
  await page.goto(login)
  const press = async (secret: string) => {
    await page.getByLabel('Username or email').fill('susan')
    await page.getByLabel('Password').fill(secret)
    const posted = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: 'Log in' }).click()
    return (await posted).status()
  }

  let flooding = true
  const statuses = new Set<number>()
  const refusals: Awaited<ReturnType<typeof send>>[] = []
  const flood = Array.from({ length: 10 * availableParallelism() }, async () => {
    while (flooding) {
      const result = await send()
      statuses.add(result.status)
      if (result.status === 503) refusals.push(result)
    }
  })
  // The queue may accept an attempt; the wrong password then leaves the form unchanged.
  let status = 0
  while (status !== 503) status = await press('not the password')
  await expect(page.getByRole('alert').filter({ hasText: 'The site is busy' })).toBeVisible()
  await expect(page.getByLabel('Username or email')).toHaveValue('susan')
  flooding = false
  await Promise.all(flood)

  expect([...statuses].sort()).toEqual([303, 503])
  for (const { after, html } of refusals) {
    expect(after).toBe('10')
    expect(html).toContain('The site is busy')
    expect(html).toContain('value="susan"')
    expect(html).not.toContain(password)
  }
  expect(await member.get('/account')).toContain('susan@example.com')
  await press(password)
  await expect(page).toHaveURL(`${own.url}/`)
  await own.stop()
})
