import type { Locator, Page, Route } from '@playwright/test'
import { expect } from './fixtures'

export function composer(page: Page): Locator {
  return page.getByLabel('Say something')
}

export function counter(page: Page): Locator {
  return page.getByText(/^Characters left:/)
}

export function postButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Post', exact: true })
}

/** The error of a form whose text was not sent. */
export function notSentError(page: Page): Locator {
  return page.getByRole('alert').filter({ hasText: 'Not sent. Your text is still here.' })
}

export function tryAgainButton(page: Page): Locator {
  return notSentError(page).getByRole('button', { name: 'Try again' })
}

/** The scheduler of the browser (Prioritized Task Scheduling), which TypeScript does not know yet. */
type TaskScheduler = { postTask(task: () => void, options: { priority: 'background' }): Promise<void> }

type Fiber = { return: Fiber | null; stateNode: { current: { memoizedState: { isDehydrated: boolean } } } }

/**
 * Waits until React has hydrated an element and has run the effects of the page, which add its key shortcuts, among
 * others. React marks elements before it commits the page, and runs effects in a task after that, which has a higher
 * priority than a background task.
 */
export async function waitForHydration(element: Locator): Promise<void> {
  await expect
    .poll(() =>
      element.evaluate((node) => {
        const key = Object.keys(node).find((name) => name.startsWith('__reactFiber'))
        let fiber = key ? (node as unknown as Record<string, Fiber>)[key] : undefined
        while (fiber?.return) fiber = fiber.return
        return fiber !== undefined && !fiber.stateNode.current.memoizedState.isDehydrated
      }),
    )
    .toBe(true)
  await element.evaluate(() => {
    const { scheduler } = window as unknown as { scheduler: TaskScheduler }
    return scheduler.postTask(() => {}, { priority: 'background' })
  })
}

/**
 * Opens a page and holds back its scripts.
 * @returns releases the scripts
 */
export async function openWithDelayedScripts(page: Page, path: string): Promise<() => void> {
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

/** The keys of all drafts in the sessionStorage of the tab. */
export function keptDrafts(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('roost.')))
}

/** Routes requests with reduced motion: Chromium reports an error for view transitions while requests are intercepted. */
async function intercept(page: Page, url: string, handler: (route: Route) => Promise<void>): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.route(url, handler)
}

const isPost = (route: Route) => route.request().method() === 'POST'

/** Aborts every form submission before it reaches the server, until `page.unrouteAll()`. */
export function abortRequests(page: Page) {
  return intercept(page, '**/*', (route) => (isPost(route) ? route.abort('aborted') : route.fallback()))
}

/** Holds every form submission of the page at `path` until `release` is called; `count` is how many there were. */
export async function holdRequests(page: Page, path: string) {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const held = { count: 0, release: () => release() }
  await page.route(path, async (route) => {
    if (!isPost(route)) return route.continue()
    held.count += 1
    await released
    await route.continue()
  })
  return held
}

/**
 * Holds what the server renders for requests of the page to `path`, until `release` is called; `rendered` resolves once the
 * first response is complete.
 */
export async function holdResponses(page: Page, path: string) {
  const held = { rendered: Promise.resolve(), release: () => {} }
  const released = new Promise<void>((resolve) => {
    held.release = resolve
  })
  let isRendered = () => {}
  held.rendered = new Promise<void>((resolve) => {
    isRendered = resolve
  })
  await intercept(page, path, async (route) => {
    const response = await route.fetch()
    isRendered()
    await released
    await route.fulfill({ response })
  })
  return held
}

/** Delivers form submissions to the server and drops the responses. */
export function dropResponses(page: Page) {
  return intercept(page, '**/*', async (route) => {
    if (!isPost(route)) return route.fallback()
    await route.fetch()
    await route.abort('aborted')
  })
}

/** Answers every form submission with status 500. Tests that use it call `guard.allow(500)`. */
export function failRequests(page: Page) {
  return intercept(page, '**/*', (route) =>
    isPost(route) ? route.fulfill({ status: 500, body: '' }) : route.fallback(),
  )
}
