import type { APIRequestContext, Page } from '@playwright/test'
import { readValue } from './database'
import { expect, type Member } from './fixtures'
import { sendForm } from './plain-http'

export const idOf = (member: Member) =>
  readValue('SELECT id FROM users WHERE username = ?', member.username) as number
export const bubbles = (page: Page) => page.locator('.bubble')
export const field = (page: Page) => page.getByLabel('Message', { exact: true })
export const badge = (page: Page) => page.locator('[data-unread=messages]')

export const say = async (page: Page, text: string): Promise<void> => {
  await field(page).fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
}

/** Sends without a browser. */
export async function message(request: APIRequestContext, to: string, ...texts: string[]): Promise<void> {
  for (const body of texts) {
    const answer = await sendForm(request, `/messages/${to}`, 'body', { body })
    expect(answer.status()).toBe(303)
  }
}

/** The texts of a thread's page. */
export const said = (html: string): string[] =>
  [...html.matchAll(/class="post-body">([^<]*)</g)].map(([, text]) => text as string)
