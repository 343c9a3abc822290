import { operationsOf } from '../lib/testing/openapi'
import { expectAccessible, expectAccessibleColors } from './accessible'
import { expect, test } from './fixtures'
import { findLayoutProblems } from './layout'

const path = '/api/docs'
const widths = [390, 768, 1280, 1680]

test('lists every operation of the OpenAPI document, for guests and members', async ({ guest, member }) => {
  const document = await (await guest.request.get('/api/openapi.json')).json()
  const ids = operationsOf(document).map(({ operation }) => operation.operationId)
  for (const page of [guest, member.page]) {
    await page.goto('/about')
    await page.getByRole('link', { name: 'API reference' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'API reference' })).toBeVisible()
    // The link opens a document, whose heading is there before the operations are.
    const shown = () => page.locator('details > [id]').evaluateAll((all) => all.map(({ id }) => id).sort())
    await expect.poll(shown).toEqual(ids.sort())
  }
})

test('shows an operation without JavaScript', async ({ newVisitor }) => {
  const page = await newVisitor({ javaScriptEnabled: false })
  await page.goto(path)
  const entry = page.locator('details').filter({ hasText: 'Write a post or a reply' })
  await entry.locator('summary').click()
  await expect(entry.getByText('Needs a token with the scope write.')).toBeVisible()
  await expect(entry.getByText('-d \'{"body":"Herons! @bob #birds"}\'')).toBeVisible()
  await expect(entry.locator('dt').filter({ hasText: 'Idempotency-Key' })).toBeVisible()
  await expect(entry.getByText('Response 201')).toBeVisible()
})

test('has no accessibility or layout problems when everything is open', async ({ guest, member }) => {
  for (const page of [guest, member.page]) {
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' })
    await page.goto(path)
    await page.locator('details').evaluateAll((all) => {
      for (const entry of all) (entry as HTMLDetailsElement).open = true
    })
    await expectAccessible(page, path)
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' })
    await expectAccessibleColors(page, path)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      expect(await findLayoutProblems(page), `${width} pixels`).toEqual([])
    }
  }
})

test('is a page, not an API path', async ({ request }) => {
  const page = await request.get(path)
  expect([page.status(), page.headers()['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  for (const missing of ['/api/docs/x', '/api/docsx']) {
    const response = await request.get(missing)
    expect([response.status(), response.headers()['content-type']]).toEqual([404, 'application/json'])
  }
})
