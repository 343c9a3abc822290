import type { BrowserContext } from '@playwright/test'
import bcrypt from 'bcryptjs'
import { hashSessionToken, newSessionToken } from '../lib/crypto/session-token'
import { digestPassword, formatHash } from '../lib/passwords/hash-format'
import { userTokens } from '../lib/text/search-row'
import { inDatabase } from './database'
import { type Account, newAccount, origin, password } from './plain-http'

// The cost of the server under test, so that a log-in does not hash the password again.
const passwordHash = formatHash(bcrypt.hashSync(digestPassword(password), 10))

const sessionLifetime = 14 * 24 * 60 * 60 * 1000

/**
 * Makes a member who is signed in to a browser, by rows in the database of the server under test. Much faster than the
 * form, which has separate tests.
 * @param userAgent As the list of sessions shows it.
 */
export async function signInNewMember(context: BrowserContext, userAgent: string): Promise<Account> {
  const account = newAccount()
  const token = newSessionToken()
  insertMember(account, token, userAgent)
  await context.addCookies([
    { name: 'roost.session', value: token, url: origin(), httpOnly: true, sameSite: 'Lax' },
  ])
  return account
}

/** Makes a member with the password of plain-http.ts who is not signed in. */
export function newMember(): Account {
  const account = newAccount()
  insertMember(account, newSessionToken(), 'no browser')
  return account
}

/** A time as Prisma writes it to SQLite. */
const timeOf = (date: Date) => date.toISOString().replace('Z', '+00:00')

function insertMember({ username, email }: Account, token: string, userAgent: string): void {
  const now = new Date()
  const at = timeOf(now)
  const end = timeOf(new Date(now.getTime() + sessionLifetime))
  inDatabase((db) =>
    db
      .transaction(() => {
        const { lastInsertRowid: id } = db
          .prepare(`
            INSERT INTO users (username, username_key, email, email_key, password_hash, created_at, last_seen_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)`)
          .run(username, username.toLowerCase(), email, email.toLowerCase(), passwordHash, at, at)
        const tokens = userTokens({ username, displayName: '' })
        db.prepare('INSERT INTO user_search (user_id, tokens) VALUES (?, ?)').run(id, tokens)
        db.prepare(`
          INSERT INTO sessions (token_hash, user_id, user_agent, ip, created_at, last_used_at, expires_at)
          VALUES (?, ?, ?, '127.0.0.1', ?, ?, ?)`).run(hashSessionToken(token), id, userAgent, at, at, end)
      })
      .immediate(),
  )
}
