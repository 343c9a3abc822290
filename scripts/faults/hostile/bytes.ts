import type { Random } from '../../../prisma/seed/random'
import type { HostileRequest } from './raw-request'

/** Input of some requests: a session, an action of a form with its fields, and a post. */
export type Known = { cookie: string; actionId: string; fields: [string, string][]; post: number }

/** Makes a request, or its bytes alone. */
export type Make = (random: Random, known: Known) => string | Omit<HostileRequest, 'kind'>

/** Makes a request. @param lines headers after Host and Connection */
export function head(method: string, target: string, lines: string[] = [], host = 'localhost'): string {
  return [`${method} ${target} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...lines, '', ''].join('\r\n')
}

export function withBody(
  method: string,
  target: string,
  type: string,
  body: string,
  lines: string[] = [],
): string {
  return head(method, target, [`Content-Type: ${type}`, `Content-Length: ${body.length}`, ...lines]) + body
}

export const bytes = (random: Random, length: number) =>
  Array.from({ length }, () => String.fromCharCode(random.below(256))).join('')
export const hex = (random: Random, length: number) =>
  Array.from({ length }, () => random.below(16).toString(16)).join('')
export const letters = (random: Random, length: number) =>
  Array.from({ length }, () => String.fromCharCode(97 + random.below(26))).join('')

export const paths = [
  '/',
  '/explore',
  '/login',
  '/signup',
  '/about',
  '/search',
  '/users/fault_1',
  '/posts/1',
  '/messages',
]
