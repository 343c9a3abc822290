import { timingSafeEqual } from 'node:crypto'
import { hashOAuthSecret } from '../crypto/oauth-secret'
import { db, type Transaction } from '../db/db'
import { findApp, type LiveApp } from '../oauth-apps/queries'
import type { ClientCredentials } from './schema'
import { TokenError } from './view'

/**
 * The app of a request. A confidential app proves itself by its secret; a public one has none to send.
 * @throws TokenError `invalid_client` for an unknown app, a wrong or missing secret, and a secret of a public app
 */
export async function requireApp(
  { clientId, secret }: ClientCredentials,
  client: Pick<Transaction, 'oAuthApp'> = db,
): Promise<LiveApp> {
  const app = await findApp(clientId, client)
  if (!app || !isProven(app.secretHash, secret))
    throw new TokenError('invalid_client', 'Unknown app or wrong secret')
  return app
}

function isProven(secretHash: string | null, secret = ''): boolean {
  if (secretHash === null) return secret === ''
  return timingSafeEqual(Buffer.from(hashOAuthSecret(secret)), Buffer.from(secretHash))
}
