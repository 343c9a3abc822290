import type { APIRequestContext, Page } from '@playwright/test'
import { readValue } from './database'
import { expect, type Member } from './fixtures'
import { sendForm } from './plain-http'

export function userIdOf(member: Member) {
  return readValue('SELECT id FROM users WHERE username = ?', member.username) as number
}

export function bubbles(page: Page) {
  return page.locator('.bubble')
}

export function messageField(page: Page) {
  return page.getByLabel('Message', { exact: true })
}

export function unreadBadge(page: Page) {
  return page.locator('[data-unread=messages]')
}

export async function sendMessage(page: Page, text: string): Promise<void> {
  await messageField(page).fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
}

/** Sends messages by plain HTTP. */
export async function sendPlainMessages(
  request: APIRequestContext,
  to: string,
  ...texts: string[]
): Promise<void> {
  for (const body of texts) {
    const response = await sendForm(request, `/messages/${to}`, 'body', { body })
    expect(response.status()).toBe(303)
  }
}

/** The texts of the messages on a page of a thread. */
export function messageTexts(html: string): string[] {
  return [...html.matchAll(/class="post-body">([^<]*)</g)].map(([, text]) => text as string)
}
