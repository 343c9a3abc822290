import { randomBytes } from 'node:crypto'
import type { APIRequestContext, APIResponse } from '@playwright/test'
import { fill, findForm } from '../scripts/bench/plain-form'

export const password = 'correct horse 9'

export type Account = { username: string; email: string; password: string }

/** A unique username of at most 30 characters. */
export function uniqueName(prefix = 'm'): string {
  return `${prefix}_${randomBytes(5).toString('hex')}`
}

export function newAccount(prefix?: string): Account {
  const username = uniqueName(prefix)
  return { username, email: `${username}@example.com`, password }
}

/** The origin of the server under test, set by playwright.config.ts. */
export function origin(): string {
  return process.env.E2E_ORIGIN as string
}

type Value = string | { name: string; mimeType: string; buffer: Buffer }

/** The origins of the web servers under test, without the proxy that scripts/faults/e2e.ts puts in front of them. */
export function serverOrigins(): string[] {
  return process.env.E2E_SERVER_ORIGINS?.split(' ') ?? [origin()]
}

/** The origin of one of the web servers under test, without a proxy. */
export function serverOrigin(): string {
  return serverOrigins()[0] as string
}

/** Submits the form of a page that has the given field, like a browser without JavaScript. Follows no redirect. */
export async function sendForm(
  request: APIRequestContext,
  page: string,
  field: string,
  values: Record<string, Value>,
  headers: Record<string, string> = {},
): Promise<APIResponse> {
  const html = await (await request.get(page, { headers: { Accept: 'text/html' } })).text()
  return postFields(request, page, formFields(html, field, values), headers)
}

/** The fields that a form would submit: its own values, overridden by `values`. */
export function formFields(
  html: string,
  field: string,
  values: Record<string, Value>,
): Record<string, Value> {
  const texts = Object.entries(values).filter(([, value]) => typeof value === 'string') as [string, string][]
  const files = Object.entries(values).filter(([, value]) => typeof value !== 'string')
  return Object.fromEntries([...fill(findForm(html, field), Object.fromEntries(texts)), ...files])
}

export function postFields(
  request: APIRequestContext,
  page: string,
  fields: Record<string, Value>,
  headers: Record<string, string> = {},
): Promise<APIResponse> {
  return request.post(page, {
    multipart: fields,
    maxRedirects: 0,
    headers: { Origin: origin(), Referer: origin() + page, ...headers },
  })
}

/** Signs up. The session is in the cookies of `request` afterwards. */
export async function signUp(request: APIRequestContext, account = newAccount()): Promise<Account> {
  const { username, email, password: secret } = account
  const response = await sendForm(request, '/signup', 'username', {
    username,
    email,
    password: secret,
    repeat: secret,
  })
  if (response.status() !== 303) throw new Error(`sign-up returned ${response.status()}`)
  // Consumes the welcome message, so that a test gets only its own messages.
  await request.get('/')
  return account
}

export async function logIn(
  request: APIRequestContext,
  account: Account,
  more: Record<string, string> = {},
): Promise<APIResponse> {
  const response = await sendForm(request, '/login', 'identifier', {
    identifier: account.username,
    password: account.password,
    ...more,
  })
  if (response.status() === 303) await request.get('/about?greeted')
  return response
}

/** Creates a post. Returns its id. */
export async function writePost(request: APIRequestContext, body: string): Promise<number> {
  const response = await sendForm(request, '/', 'body', { body })
  if (response.status() !== 303) throw new Error(`posting returned ${response.status()}`)
  const html = await (await request.get('/')).text()
  return Number(/id="post-(\d+)"/.exec(html)?.[1])
}

/** Replies to a post on its page. Returns the id of the reply. */
export async function writeReply(request: APIRequestContext, to: number, body: string): Promise<number> {
  const response = await sendForm(request, `/posts/${to}`, 'body', { body })
  const id = /#post-(\d+)$/.exec(response.headers().location ?? '')?.[1]
  if (response.status() !== 303 || !id) throw new Error(`replying returned ${response.status()}`)
  // Consumes the message, so that a test gets only its own.
  await request.get('/')
  return Number(id)
}

export async function writePosts(request: APIRequestContext, bodies: string[]): Promise<number[]> {
  const ids: number[] = []
  for (const body of bodies) ids.push(await writePost(request, body))
  return ids
}

/** Submits the follow form of a profile. */
export function follow(request: APIRequestContext, username: string): Promise<APIResponse> {
  return sendForm(request, `/users/${username}`, 'username', {})
}
