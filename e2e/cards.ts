import type { Locator, Page } from '@playwright/test'
import { expect, postWith } from './fixtures'

export const cardOf = (page: Page, name: string): Locator => page.getByRole('dialog', { name })

export const nameIn = (page: Page, text: string, name: string): Locator =>
  postWith(page, text).getByRole('link', { name, exact: true })

/** Rests the pointer on a name; again until the page's script has noticed. */
export async function hover(name: Locator): Promise<void> {
  const page = name.page()
  await expect(async () => {
    await page.mouse.move(1, 1)
    await name.hover()
    await expect(name).toHaveAttribute('aria-haspopup', 'dialog', { timeout: 300 })
  }).toPass()
}

/** Moves to an empty place beside the column of posts. */
export const leave = (page: Page): Promise<void> => page.mouse.move(1, 1)
