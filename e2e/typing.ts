import type { Locator, Page, Route } from '@playwright/test'
import { expect } from './fixtures'

export const composer = (page: Page): Locator => page.getByLabel('Say something')
export const counter = (page: Page): Locator => page.getByText(/^Characters left:/)
export const postButton = (page: Page): Locator => page.getByRole('button', { name: 'Post', exact: true })

/** Waits until React has taken over an element. */
export async function hydrated(element: Locator): Promise<void> {
  await expect
    .poll(() => element.evaluate((node) => Object.keys(node).some((key) => key.startsWith('__reactProps'))))
    .toBe(true)
}

/**
 * Opens a page whose scripts do not arrive yet.
 * @returns Lets them arrive.
 */
export async function openWithoutScripts(page: Page, path: string): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const hold = async (route: Route) => {
    await held
    await route.continue()
  }
  await intercept(page, '**/_next/static/**/*.js', hold)
  await page.goto(path, { waitUntil: 'commit' })
  return release
}

/** The keys of all drafts that this tab keeps. */
export const keptDrafts = (page: Page): Promise<string[]> =>
  page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('roost.')))

/** Chromium reports an error for view transitions between documents while requests are intercepted. */
async function intercept(page: Page, url: string, handler: (route: Route) => Promise<void>): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.route(url, handler)
}

const isAction = (route: Route) => route.request().method() === 'POST'

/** Breaks the connection under every form that is sent, until `page.unrouteAll()`. */
export const loseRequests = (page: Page) =>
  intercept(page, '**/*', (route) => (isAction(route) ? route.abort('aborted') : route.fallback()))

/** Lets forms reach the server, and loses its answer. */
export const loseAnswers = (page: Page) =>
  intercept(page, '**/*', async (route) => {
    if (!isAction(route)) return route.fallback()
    await route.fetch()
    await route.abort('aborted')
  })

/** Answers every form with status 500. A test that uses it must `guard.allow(500)`. */
export const failRequests = (page: Page) =>
  intercept(page, '**/*', (route) =>
    isAction(route) ? route.fulfill({ status: 500, body: '' }) : route.fallback(),
  )
