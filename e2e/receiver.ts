import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test'
import type { Account } from './plain-http'

type ReceivedRequest = { headers: Record<string, string>; body: string }

/**
 * A server on this machine that records the requests of a webhook. It responds with `status`, which can be changed. A
 * delivery that has failed is repeated after an hour, not after five seconds.
 */
export async function startReceiver() {
  const received: ReceivedRequest[] = []
  const receiver = { url: '', received, status: 204, stop: () => {} }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ headers: request.headers as Record<string, string>, body })
    response.writeHead(receiver.status, { 'retry-after': '3600' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  receiver.stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return receiver
}

/** Reloads a page until it shows the outcome of a delivery, which is stored after the receiver has responded. */
export function reloadUntilShown(page: Page, outcome: Locator): Promise<void> {
  return expect(async () => {
    await page.reload()
    await expect(outcome).toHaveCount(1, { timeout: 1000 })
  }).toPass()
}

/** Creates a webhook through the REST API, at an address where nothing listens. @returns the path of its page */
export async function createWebhook(request: APIRequestContext, account: Account): Promise<string> {
  const basic = Buffer.from(`${account.username}:${account.password}`).toString('base64')
  const log = await request.post('/api/tokens', { headers: { Authorization: `Basic ${basic}` } })
  const { token } = await log.json()
  const data = { url: `https://webhook.invalid/${'long/'.repeat(30)}`, events: ['post.created', 'message'] }
  const created = await request.post('/api/webhooks', { headers: { Authorization: `Bearer ${token}` }, data })
  return `/account/webhooks/${(await created.json()).id}`
}
