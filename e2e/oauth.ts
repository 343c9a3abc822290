import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test as base } from '@playwright/test'
import { changeRows, readValue } from './database'
import type { Account } from './plain-http'

type NewApp = { name: string; redirectUri?: string; isAllowed?: boolean }

/** Inserts a public app of a member, and on request the member's own authorisation of it. */
export function insertApp(
  owner: Account,
  { name, redirectUri = 'https://app.example/cb', isAllowed }: NewApp,
) {
  const clientId = randomBytes(16).toString('hex')
  const userId = Number(readValue('SELECT id FROM users WHERE username = ?', owner.username))
  changeRows(
    'INSERT INTO oauth_apps (client_id, owner_id, name, website, redirect_uris) VALUES (?, ?, ?, ?, ?)',
    ...[clientId, userId, name, 'https://app.example/', redirectUri],
  )
  const app = Number(readValue('SELECT id FROM oauth_apps WHERE client_id = ?', clientId))
  const later = new Date(Date.now() + 3_600_000).toISOString().replace('Z', '+00:00')
  if (isAllowed)
    changeRows(
      `INSERT INTO oauth_grants (user_id, app_id, scopes, code_hash, code_challenge, code_expires_at, redirect_uri, expires_at)
       VALUES (?, ?, 'read write', ?, ?, ?, ?, ?)`,
      ...[userId, app, clientId, 'x'.repeat(43), later, redirectUri, later],
    )
  return { app, clientId }
}

/** The path of the consent page. */
export function consentPath(clientId: string, change: Record<string, string> = {}): string {
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: 'https://app.example/cb',
    scope: 'read write',
    state: 'a state',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  }
  return `/oauth/authorize?${new URLSearchParams({ ...parameters, ...change })}`
}

/** An app on another origin. Its page shows the authorisation response. */
export const test = base.extend<{ callback: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  callback: async ({}, use) => {
    const server = createServer((_, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<link rel="icon" href="data:,"><h1>The app</h1>')
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`)
    await new Promise((resolve) => server.close(resolve).closeAllConnections())
  },
})
