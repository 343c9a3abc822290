import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * Expects no axe violations in the current state of the page.
 * @param where names the page in a failure
 * @param without axe rules to switch off
 */
export async function expectAccessible(page: Page, where: string, without: string[] = []): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // Does not describe the elements that passed.
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .disableRules(without)
    // Without frames the result is the same, and no second page is opened for it: half the time.
    .setLegacyMode()
    .analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`)
  expect(found, where).toEqual([])
}
