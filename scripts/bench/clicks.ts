import { existsSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { findBrowser } from '../browser.mjs'
import type { ClickResult } from './result'
import { percentile, summarize } from './statistics'

const clicksPerRound = 5
const paths = ['/explore', '/']

/**
 * Measures the time from a click on a link to the painted page, for a member with a desktop browser whose caches are
 * warm.
 * @returns an empty list when there is no browser
 */
export async function measureClicks(origin: string, cookie: string, rounds: number): Promise<ClickResult[]> {
  const { chromium } = await import('@playwright/test')
  const executablePath = findBrowser()
  if (!executablePath && !existsSync(chromium.executablePath())) return []
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic'] })
  try {
    const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 800 } })
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: origin }])
    const page = await context.newPage()
    await page.goto(origin, { waitUntil: 'networkidle' })
    // Warms up the browser.
    for (const path of paths) await click(page, path)
    const medians = paths.map((): number[] => [])
    for (let round = 0; round < rounds; round++) {
      const times = paths.map((): number[] => [])
      for (let count = 0; count < clicksPerRound; count++)
        for (const [index, path] of paths.entries()) times[index]?.push(await click(page, path))
      times.forEach((list, index) => {
        medians[index]?.push(percentile(list, 50))
      })
    }
    return paths.flatMap((path, index) => {
      const milliseconds = summarize(medians[index] ?? [])
      return milliseconds ? [{ name: path === '/' ? 'home' : path.slice(1), milliseconds }] : []
    })
  } finally {
    await browser.close()
  }
}

/** Clicks the link of the navigation to a page with another heading. Returns milliseconds. */
function click(page: Page, path: string): Promise<number> {
  // No function has a name here: tsx would add a call that the browser does not know.
  return page.evaluate(
    (path) =>
      new Promise<number>((resolve) => {
        const before = document.querySelector('main h1')?.textContent
        const link = document.querySelector<HTMLElement>(`nav a[href="${path}"]`)
        if (!link) throw new Error(`The page has no link to ${path} in its navigation.`)
        const started = performance.now()
        new MutationObserver((_, observer) => {
          const heading = document.querySelector('main h1')?.textContent
          if (heading === undefined || heading === before) return
          observer.disconnect()
          // A timeout that is set before a frame is painted ends after it.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)))
        }).observe(document.body, { childList: true, subtree: true, characterData: true })
        link.click()
      }),
    path,
  )
}
