import { expect, postWith, test } from './fixtures'
import { writePosts } from './plain-http'
import { composer, waitForHydration } from './typing'

test('moves between posts, likes, bookmarks, opens and replies with single keys', async ({ member }) => {
  const { page } = member
  const [newest] = await writePosts(member.context.request, ['Third', 'Second', 'First']).then((ids) =>
    ids.reverse(),
  )
  await page.goto('/')
  await waitForHydration(composer(page))
  const press = (keys: string) => page.keyboard.press(keys)
  await press('j')
  await expect(postWith(page, 'First')).toBeFocused()
  await press('j')
  await expect(postWith(page, 'Second')).toBeFocused()
  await press('k')
  await expect(postWith(page, 'First')).toBeFocused()
  await press('l')
  await expect(postWith(page, 'First').getByRole('button', { name: 'Unlike' })).toBeVisible()
  await press('b')
  await expect(postWith(page, 'First').getByRole('button', { name: 'Remove bookmark' })).toBeVisible()
  await press('Enter')
  await expect(page).toHaveURL(`/posts/${newest}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await press('j')
  await press('r')
  await expect(composer(page)).toBeFocused()
  await page.keyboard.type('jkl? are letters here')
  await expect(composer(page)).toHaveValue('jkl? are letters here')
})

test('opens pages, the composer and the search with keyboard shortcuts', async ({ member }) => {
  const { page } = member
  await page.goto('/')
  await waitForHydration(composer(page))
  for (const [key, path] of [
    ['e', '/explore'],
    ['n', '/notifications'],
    ['m', '/messages'],
    ['h', '/'],
  ] as const) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await expect(page).toHaveURL(path)
    // The second key must follow the first within 1.5 s, which the first rendering of a page can take on a busy machine.
    await expect(page.locator('main :focus')).toHaveCount(1)
  }
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('n')
  await expect(page.getByRole('dialog', { name: 'New post' })).toBeVisible()
})

test('lists the shortcuts, and disables them in this browser', async ({ member }) => {
  const { page } = member
  await writePosts(member.context.request, ['Only one'])
  await page.goto('/')
  await waitForHydration(composer(page))
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet.getByText('Like or unlike')).toBeVisible()
  await sheet.getByLabel('Use single-key shortcuts').uncheck()
  await sheet.getByRole('button', { name: 'Close' }).click()
  await page.reload()
  await waitForHydration(composer(page))
  await page.keyboard.press('j')
  await expect(postWith(page, 'Only one')).not.toBeFocused()
  await page.keyboard.press('?')
  await expect(sheet.getByLabel('Use single-key shortcuts')).not.toBeChecked()
})
