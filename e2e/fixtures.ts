import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test'
import { signInNewMember } from './members'
import { needs } from './needs'
import type { Account } from './plain-http'

export { expect } from '@playwright/test'

export type Member = Account & { page: Page; context: BrowserContext }

type Guard = {
  watch(context: BrowserContext): void
  /** Ignores responses with these statuses, which the test provokes. */
  allow(...statuses: number[]): void
}

type Problem = { text: string; status?: number }

type Fixtures = {
  guard: Guard
  /** Opens a page in a new browser context, with the same guard. */
  newVisitor: (options?: BrowserContextOptions) => Promise<Page>
  guest: Page
  member: Member
  otherMember: Member
}

/** Members are signed in by fixtures. Console errors, failed requests and error statuses fail the test. */
export const test = base.extend<Fixtures>({
  guard: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const problems: Problem[] = []
      const allowed = new Set<number>()
      await use({
        watch: (context) => collectProblems(context, problems),
        allow: (...all) => addAll(allowed, all),
      })
      const left = problems.filter(({ status }) => status === undefined || !allowed.has(status))
      expect(
        left.map(({ text }) => text),
        'problems reported by the browser',
      ).toEqual([])
    },
    { auto: true },
  ],
  context: async ({ context, guard }, use) => {
    guard.watch(context)
    await use(context)
  },
  newVisitor: async ({ browser, guard }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (options) => {
      const context = await browser.newContext(options)
      contexts.push(context)
      guard.watch(context)
      return context.newPage()
    })
    await Promise.all(contexts.map((context) => context.close()))
  },
  guest: async ({ newVisitor }, use) => use(await newVisitor()),
  member: async ({ page }, use) => use(await signUpOn(page)),
  otherMember: async ({ newVisitor }, use) => use(await signUpOn(await newVisitor())),
})

async function signUpOn(page: Page): Promise<Member> {
  const context = page.context()
  const userAgent = await page.evaluate(() => navigator.userAgent)
  return { ...(await signInNewMember(context, userAgent)), page, context }
}

function addAll(set: Set<number>, values: number[]): void {
  for (const value of values) set.add(value)
}

/** A request in the background. It may fail after a log-out or when the server has stopped. */
const isBackgroundRequest = (url: string) => /\/api\/stream\b|\/notifications\?since=|\/data\//.test(url)

function collectProblems(context: BrowserContext, problems: Problem[]): void {
  context.on('weberror', (error) => problems.push({ text: `page error: ${error.error().message}` }))
  context.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return
    // playwright.config.ts blocks it.
    if (message.text() === 'Service Worker registration blocked by Playwright') return
    const status = /status of (\d{3})/.exec(message.text())?.[1]
    if (isBackgroundRequest(message.location().url) && (status ?? '401') === '401') return
    problems.push({ text: `console: ${message.text()}`, ...(status && { status: Number(status) }) })
  })
  context.on('response', (response) => {
    const status = response.status()
    if (status >= 400 && !(status === 401 && isBackgroundRequest(response.url())))
      problems.push({ text: `${status} ${response.url()}`, status })
  })
  context.on('requestfailed', (request) => {
    if (isBackgroundRequest(request.url())) return
    const reason = request.failure()?.errorText ?? ''
    // Leaving a page aborts its requests. Without JavaScript, Chromium reports "csp" for every script; with JavaScript
    // it reports blocked scripts on the console as well.
    // The test has cut the connection.
    if (reason === 'net::ERR_INTERNET_DISCONNECTED') return
    if (reason !== 'net::ERR_ABORTED' && reason !== 'csp')
      problems.push({ text: `failed: ${request.url()} ${reason}` })
  })
}

/** A flash message, as status or alert. */
export function flash(page: Page, text: string | RegExp): Locator {
  return page.getByRole('main').locator('[role=status], [role=alert]').filter({ hasText: text })
}

/** Presses a button of the account menu, in any language. */
export async function pressInMenu(page: Page, name: string): Promise<void> {
  const menu = page.locator('#account-menu')
  if (!(await menu.isVisible())) await page.locator('[popovertarget="account-menu"]').click()
  await menu.getByRole('button', { name }).click()
}

/** Opens a page and waits for its event stream. */
export async function openLive(page: Page, path: string): Promise<void> {
  needs('streams')
  const listening = page.waitForResponse(
    (response) => response.url().includes('/data/stream') && response.status() === 200,
  )
  await Promise.all([listening, page.goto(path)])
}

/** The posts that contain a text. */
export function postWith(page: Page, text: string): Locator {
  return page.getByRole('article').filter({ hasText: text })
}

export async function publishPost(page: Page, text: string): Promise<void> {
  await page.getByLabel('Say something').fill(text)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
}

/** Fills and submits the sign-up form. */
export async function fillSignUp(page: Page, account: Account, repeat = account.password): Promise<void> {
  await page.getByLabel('Username').fill(account.username)
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByLabel('Repeat password').fill(repeat)
  await page.getByRole('button', { name: 'Sign up' }).click()
}

/** Fills and submits the log-in form. */
export async function fillLogIn(page: Page, identifier: string, password: string): Promise<void> {
  await page.getByLabel('Username or email').fill(identifier)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** Expects an error at a field, associated with it for screen readers (WCAG 2.2, 3.3.1). */
export async function expectFieldError(page: Page, label: string, message: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription(new RegExp(escaped(message)))
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
