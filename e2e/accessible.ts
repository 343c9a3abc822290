import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { RunOptions } from 'axe-core'

/** Half the size of the package's main file. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The rules that compare colours. Only their results can differ between colour schemes. */
const colorRules = ['color-contrast', 'link-in-text-block']

/**
 * Expects no axe violations in the current state of the page.
 * @param where names the page in a failure
 * @param without axe rules to switch off
 */
export function expectAccessible(page: Page, where: string, without: string[] = []): Promise<void> {
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]))
  return expectNoViolations(page, where, { runOnly: tags, rules })
}

/** Expects no violations of the rules that compare colours, on a page that has passed the others in the other scheme. */
export function expectAccessibleColors(page: Page, where: string): Promise<void> {
  return expectNoViolations(page, where, { runOnly: { type: 'rule', values: colorRules } })
}

/** Our pages have no frames. Otherwise axe would have to be loaded in each. */
async function expectNoViolations(page: Page, where: string, options: RunOptions): Promise<void> {
  // After a click that led to another document, only a part of that may have arrived.
  await page.waitForLoadState()
  // A document keeps it until the next load.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const found = await page.evaluate(async (runOptions) => {
    // Does not describe the elements that passed.
    const { violations } = await window.axe.run(document, { ...runOptions, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`)
  }, options)
  expect(found, where).toEqual([])
  expect(page.frames(), where).toHaveLength(1)
}

declare global {
  interface Window {
    axe: typeof import('axe-core')
  }
}
