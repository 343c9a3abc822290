import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, postWith, test } from './fixtures'
import { newAccount, signUp, uniqueName, writePost } from './plain-http'
import { composer, waitForHydration } from './typing'

const list = (page: Page) => page.getByRole('listbox', { name: 'People to mention' })
const options = (page: Page) => list(page).getByRole('option')

/** Opens a page and focuses its composer. Text that is typed before hydration gets suggestions only with the next input. */
async function focusComposer(page: Page, path: string): Promise<Locator> {
  await page.goto(path)
  const field = composer(page)
  await waitForHydration(field)
  await field.focus()
  return field
}

/** Signs up three members whose usernames share a prefix. Returns the prefix. */
async function signUpSimilarNames(newVisitor: () => Promise<Page>) {
  const prefix = uniqueName('c').slice(0, 10)
  for (const end of ['a', 'b', 'c']) {
    const page = await newVisitor()
    await signUp(page.context().request, { ...newAccount(), username: `${prefix}_${end}` })
  }
  return prefix
}

test('suggests and inserts a username by keyboard alone while the text field keeps the focus', async ({
  member: { page },
  newVisitor,
}) => {
  const prefix = await signUpSimilarNames(newVisitor)
  const field = await focusComposer(page, '/')
  await page.keyboard.type(`Hello @${prefix.toUpperCase()}`)
  await expect(options(page)).toHaveText([/_a$/, /_b$/, /_c$/])
  await expect(page.getByText('3 suggestions.')).toHaveAttribute('aria-live', 'polite')
  await expect(field).toBeFocused()
  await expect(field).toHaveAttribute('aria-controls', (await list(page).getAttribute('id')) as string)

  const chosen = async () =>
    page.locator(`#${await field.getAttribute('aria-activedescendant')}[aria-selected=true]`).textContent()
  expect(await chosen()).toContain(`${prefix}_a`)
  await page.keyboard.press('ArrowUp')
  expect(await chosen()).toContain(`${prefix}_c`)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  expect(await chosen()).toContain(`${prefix}_b`)
  await page.keyboard.press('Enter')
  await expect(list(page)).toHaveCount(0)
  await expect(field).toHaveValue(`Hello @${prefix}_b `)
  await expect(field).not.toHaveAttribute('aria-activedescendant')

  await page.keyboard.type(`and @${prefix}_c`)
  await expect(options(page)).toHaveCount(1)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.type('.')
  await expect(field).toHaveValue(`Hello @${prefix}_b and @${prefix}_c \n.`)
  await expect(field).toBeFocused()

  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(postWith(page, `@${prefix}_b`).getByRole('link', { name: `@${prefix}_c` })).toBeVisible()
})

test('hides suggestions on Escape until the next mention, and does not intercept Home, End and undo', async ({
  member: { page },
  newVisitor,
}) => {
  const prefix = await signUpSimilarNames(newVisitor)
  const field = await focusComposer(page, '/')
  await page.keyboard.type(`@${prefix}`)
  await expect(options(page)).toHaveCount(3)
  await page.keyboard.press('Escape')
  await expect(list(page)).toHaveCount(0)
  const asked = page.waitForRequest(/suggest\?q=$/)
  await page.keyboard.type('_a')
  await page.keyboard.press('Enter')
  await page.keyboard.type('@')
  await asked
  await expect(field).toHaveValue(`@${prefix}_a\n@`)
  await expect(list(page)).toHaveCount(0)

  await page.keyboard.type(prefix)
  await expect(options(page)).toHaveCount(3)
  await page.keyboard.press('Home')
  await expect(list(page)).toHaveCount(0)
  await page.keyboard.press('End')
  await page.keyboard.type('_')
  await expect(options(page)).toHaveCount(3)
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue(`@${prefix}_a\n@${prefix}_a `)
  await page.keyboard.press('Control+z')
  await expect(field).toHaveValue(`@${prefix}_a\n@${prefix}_`)
})

test('inserts a clicked username in the middle of a word of an edit form', async ({
  member: { page, context },
  newVisitor,
}) => {
  const prefix = await signUpSimilarNames(newVisitor)
  const id = await writePost(context.request, `Thanks @${prefix}_x!`)
  const field = await focusComposer(page, `/posts/${id}/edit`)
  await page.keyboard.press('Control+End')
  for (let steps = 0; steps < 3; steps++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Backspace')
  await options(page)
    .filter({ hasText: `${prefix}_b` })
    .click()
  await expect(field).toHaveValue(`Thanks @${prefix}_b !`)
  await expect(field).toBeFocused()
})

test('ignores a stale response, and hides suggestions after a failed request', async ({
  member: { page },
  newVisitor,
  guard,
}) => {
  const prefix = await signUpSimilarNames(newVisitor)
  await focusComposer(page, '/')
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  await page.route(/suggest\?q=\w+_a$/, async (route) => {
    await held
    await route.continue().catch(() => {})
  })
  const late = page.waitForRequest(/suggest\?q=\w+_a$/)
  await page.keyboard.type(`@${prefix}_a`)
  await late
  await page.keyboard.press('Backspace')
  await expect(options(page)).toHaveCount(3)
  release()
  await expect(options(page)).toHaveCount(3)

  guard.allow(503)
  await page.route(/suggest/, (route) => route.fulfill({ status: 503 }))
  await page.keyboard.press('Backspace')
  await expect(list(page)).toHaveCount(0)
  await page.keyboard.type(' goes on')
  await expect(composer(page)).toHaveValue(`@${prefix} goes on`)
})

test('does not intercept keys during IME composition', async ({ member: { page, context }, newVisitor }) => {
  const prefix = await signUpSimilarNames(newVisitor)
  const field = await focusComposer(page, '/')
  await page.keyboard.type('@')
  const keys = await context.newCDPSession(page)
  await keys.send('Input.imeSetComposition', { text: prefix, selectionStart: 10, selectionEnd: 10 })
  await expect(options(page)).toHaveCount(3)
  await field.evaluate((element) =>
    element.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
    ),
  )
  await expect(options(page)).toHaveCount(3)
  await keys.send('Input.insertText', { text: prefix })
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue(`@${prefix}_a `)
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`has no accessibility violations and stays within a phone viewport, ${colorScheme}`, async ({
    newVisitor,
  }) => {
    const prefix = await signUpSimilarNames(newVisitor)
    const page = await newVisitor()
    await signUp(page.context().request)
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: 390, height: 700 })
    await focusComposer(page, '/')
    await page.keyboard.type(`A long line that goes as far as the end @${prefix}`)
    await expect(options(page)).toHaveCount(3)
    await expectAccessible(page, 'the open list')
    const box = await list(page).boundingBox()
    expect(box?.x).toBeGreaterThanOrEqual(0)
    expect(Number(box?.x) + Number(box?.width)).toBeLessThanOrEqual(390)
    expect((await options(page).first().boundingBox())?.height).toBeGreaterThanOrEqual(44)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/mentions-${colorScheme}.png` })
  })

test('loads the suggestion code on the first @', async ({ member: { page } }) => {
  const scripts: string[] = []
  page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()))
  const field = await focusComposer(page, '/')
  await field.fill('nobody')
  const before = scripts.length
  const more = page.waitForRequest((request) => request.resourceType() === 'script')
  await field.pressSequentially(' @')
  await more
  expect(scripts.length).toBeGreaterThan(before)
})

test('redirects every spelling of a tag to its canonical URL', async ({
  member: { context, page },
  guest,
}) => {
  const word = uniqueName('s').replace('_', '')
  await writePost(context.request, `In capitals #${word.toUpperCase()}STRASSE`)
  for (const visitor of [page, guest]) {
    await visitor.goto(`/tags/${encodeURIComponent(`${word}Straße`)}`)
    await expect(visitor).toHaveURL(`/tags/${word}strasse`)
    await expect(postWith(visitor, 'In capitals')).toBeVisible()
  }
})
