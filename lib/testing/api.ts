import { createPasswordToken } from '../api-tokens/mutations'
import { hashApiToken, newApiToken } from '../crypto/api-token'
import { credentialDigest } from '../crypto/credential'
import { db, transaction } from '../db/db'
import { aUser, testClient } from './factories'

export const apiOrigin = 'http://localhost:3000'

type Options = { token?: string; body?: unknown; headers?: Record<string, string> }

/** A request to the API. A body that is not a string is sent as JSON. */
export function apiRequest(method: string, path: string, { token, body, headers }: Options = {}): Request {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
  return new Request(apiOrigin + path, {
    method,
    headers: {
      host: 'localhost:3000',
      'x-forwarded-for': '192.0.2.1',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(text !== undefined && { body: text }),
  })
}

/** A token that was made with the password of a user. */
export async function aPasswordToken(userId: number): Promise<string> {
  const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: userId } })
  const user = { id: userId, credential: credentialDigest(passwordHash ?? '') }
  return (await createPasswordToken(user, testClient)).token
}

/** A personal token with these scopes. */
export async function aPersonalToken(userId: number, scopes: 'read' | `read ${string}`): Promise<string> {
  const token = newApiToken()
  const expiresAt = new Date(Date.now() + 60 * 60_000)
  const data = { userId, kind: 'personal', name: 'Test', scopes, tokenHash: hashApiToken(token), expiresAt }
  await transaction((tx) => tx.apiToken.create({ data, select: { id: true } }))
  return token
}

/** A user with a token that was made with their password. */
export async function anApiUser(user: Parameters<typeof aUser>[0] = {}) {
  const created = await aUser(user)
  return { ...created, token: await aPasswordToken(created.id) }
}

/** Headers of HTTP Basic authentication. */
export function basic(name: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` }
}
