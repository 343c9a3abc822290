import { randomBytes } from 'node:crypto'
import type { APIRequestContext, APIResponse } from '@playwright/test'
import { fill, findForm } from '../scripts/bench/plain-form'

export const password = 'correct horse 9'

export type Account = { username: string; email: string; password: string }

/** A name that no other test uses, at most 30 characters. */
export const uniqueName = (prefix = 'm'): string => `${prefix}_${randomBytes(5).toString('hex')}`

export const newAccount = (prefix?: string): Account => {
  const username = uniqueName(prefix)
  return { username, email: `${username}@example.com`, password }
}

/** The origin that the tests talk to, as playwright.config.ts sets it. */
export const origin = (): string => process.env.E2E_ORIGIN as string

type Value = string | { name: string; mimeType: string; buffer: Buffer }

/** Sends the form of a page that has a field of that name as a browser without JavaScript does; follows nothing. */
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

/** What a form would send: what stands in it, overruled by `values`. */
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

/** Makes an account and leaves its session in the cookies of `request`. */
export async function signUp(request: APIRequestContext, account = newAccount()): Promise<Account> {
  const { username, email, password: secret } = account
  const answer = await sendForm(request, '/signup', 'username', {
    username,
    email,
    password: secret,
    repeat: secret,
  })
  if (answer.status() !== 303) throw new Error(`sign-up answered ${answer.status()}`)
  // Takes the greeting off, so that a test sees its own messages only.
  await request.get('/')
  return account
}

export async function logIn(
  request: APIRequestContext,
  account: Account,
  more: Record<string, string> = {},
): Promise<APIResponse> {
  const answer = await sendForm(request, '/login', 'identifier', {
    identifier: account.username,
    password: account.password,
    ...more,
  })
  if (answer.status() === 303) await request.get('/about?greeted')
  return answer
}

/** Writes a post and answers its id. */
export async function writePost(request: APIRequestContext, body: string): Promise<number> {
  const answer = await sendForm(request, '/', 'body', { body })
  if (answer.status() !== 303) throw new Error(`posting answered ${answer.status()}`)
  const html = await (await request.get('/')).text()
  return Number(/id="post-(\d+)"/.exec(html)?.[1])
}

/** Answers a post on its page and answers the id of the reply. */
export async function writeReply(request: APIRequestContext, to: number, body: string): Promise<number> {
  const answer = await sendForm(request, `/posts/${to}`, 'body', { body })
  const id = /#post-(\d+)$/.exec(answer.headers().location ?? '')?.[1]
  if (answer.status() !== 303 || !id) throw new Error(`replying answered ${answer.status()}`)
  // Takes the message off, so that a test sees its own only.
  await request.get('/')
  return Number(id)
}

export async function writePosts(request: APIRequestContext, bodies: string[]): Promise<number[]> {
  const ids: number[] = []
  for (const body of bodies) ids.push(await writePost(request, body))
  return ids
}

/** Follows by the form on a profile. */
export const follow = (request: APIRequestContext, username: string): Promise<APIResponse> =>
  sendForm(request, `/users/${username}`, 'username', {})
