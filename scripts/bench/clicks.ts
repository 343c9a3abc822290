import { existsSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { findBrowser } from '../browser.mjs'
import type { ClickResult } from './result'
import { percentile, summarize } from './statistics'

const clicksPerRound = 5
const paths = ['/explore', '/']

const desktop = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }

/** Throughput in bytes per second: 1.6 Mbit/s down, 750 kbit/s up. */
const phoneNetwork = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }

/**
 * Measures the time from a click on a link to the painted page, for a member whose browser caches are warm: on a desktop,
 * and on a phone profile (4× CPU throttling, 150 ms of latency, 1.6 Mbit/s).
 * @returns an empty list when there is no browser
 */
export async function measureClicks(origin: string, cookie: string, rounds: number): Promise<ClickResult[]> {
  const { chromium } = await import('@playwright/test')
  const executablePath = findBrowser()
  if (!executablePath && !existsSync(chromium.executablePath())) return []
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic'] })
  try {
    const onDesktop = await openPage(browser, origin, cookie, desktop)
    const results = await measurePage(onDesktop, rounds, '')
    await onDesktop.close()
    const onPhone = await openPage(browser, origin, cookie, phone)
    await throttle(onPhone)
    return [...results, ...(await measurePage(onPhone, rounds, ', phone'))]
  } finally {
    await browser.close()
  }
}

type Profile = typeof desktop | typeof phone

async function openPage(browser: Browser, origin: string, cookie: string, profile: Profile): Promise<Page> {
  const context = await browser.newContext({ locale: 'en', ...profile })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: origin }])
  const page = await context.newPage()
  await page.goto(origin, { waitUntil: 'networkidle' })
  return page
}

async function throttle(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', phoneNetwork)
}

async function measurePage(page: Page, rounds: number, suffix: string): Promise<ClickResult[]> {
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
    return milliseconds ? [{ name: `${path === '/' ? 'home' : path.slice(1)}${suffix}`, milliseconds }] : []
  })
}

/** Clicks the link of the navigation to a page with another heading. Returns milliseconds. */
function click(page: Page, path: string): Promise<number> {
  // No function has a name here: tsx would add a call of a helper that does not exist in the browser.
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
