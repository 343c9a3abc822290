import type { Locator, Page } from '@playwright/test'
import { expect, postWith } from './fixtures'

export function cardOf(page: Page, name: string): Locator {
  return page.getByRole('dialog', { name })
}

export function nameIn(page: Page, text: string, name: string): Locator {
  return postWith(page, text).getByRole('link', { name, exact: true })
}

/** Hovers over a name, repeatedly until the script of the page has handled it. */
export async function hoverName(name: Locator): Promise<void> {
  const page = name.page()
  const username = (await name.getAttribute('data-card')) ?? ''
  await expect(async () => {
    await page.mouse.move(1, 1)
    await name.hover()
    await expect(page.locator('#profile-card')).toHaveAttribute('data-user', username, { timeout: 300 })
  }).toPass()
}

/** Moves the pointer to the empty area beside the posts. */
export function movePointerAway(page: Page): Promise<void> {
  return page.mouse.move(1, 1)
}
