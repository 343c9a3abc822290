import { expect, postWith, test } from './fixtures'
import { uniqueName, writePost } from './plain-http'

test('updates relative times without a reload, in the language of the page [CHA-03]', async ({
  member,
  newVisitor,
}) => {
  const text = `A while ago ${uniqueName()}`
  const id = await writePost(member.context.request, text)
  for (const [locale, now, later] of [
    ['en', 'now', '7 min'],
    ['es', 'ahora', '7 min'],
  ] as const) {
    const page = await newVisitor({ locale })
    await page.clock.install()
    await page.goto(`/posts/${id}`)
    const time = postWith(page, text).getByRole('time')
    await expect(time).toHaveText(now)
    // The page updates its times from the moment at which they are in the zone of the browser.
    await expect(time).not.toHaveAttribute('title', /UTC/)
    await page.clock.runFor('07:00')
    await expect(time).toHaveText(later)
  }
})

test('updates the times of entries that were loaded while scrolling [CHA-03]', async ({ member }) => {
  const { page } = member
  const oldest = `The first ${uniqueName()}`
  await writePost(member.context.request, oldest)
  for (const body of ['1', '2', '3', '4', '5', '6', '7']) await writePost(member.context.request, body)
  await page.clock.install()
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Pages' }).scrollIntoViewIfNeeded()
  await expect(postWith(page, oldest).getByRole('time')).toHaveText('now')
  await page.clock.runFor('03:00:00')
  await expect(page.getByRole('time')).toHaveText(Array(8).fill('3 hr'))
})
