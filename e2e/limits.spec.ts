import { expect, test } from '@playwright/test'
import { HttpMember } from './http-member'
import { needs } from './needs'
import { type OwnServer, startOwnServer } from './own-server'
import { sendForm } from './plain-http'

/** Allowed searches per client and minute. */
const searches = 120

// All tests of this file share one server and its counters.
test.describe.configure({ mode: 'default' })
needs('own server')

let own: OwnServer
test.beforeAll(async () => {
  own = await startOwnServer(undefined, { RATE_LIMITS: 'on', TRUST_PROXY: '1' })
})
test.afterAll(() => own.stop())

let reader = 0
/** The headers of a guest with a new client address. */
const newGuest = () => ({ 'X-Forwarded-For': `198.51.100.${++reader}` })

type Headers = Record<string, string>

const search = (method: string, headers: Headers) => fetch(`${own.url}/search?q=heron`, { method, headers })

/** Sends concurrent searches and counts the accepted and the rejected ones. */
async function searchAtOnce(times: number, headers: Headers, url = own.url) {
  const responses = await Promise.all(
    // One connection per request, so that every web process receives some.
    Array.from({ length: times }, () =>
      fetch(`${url}/search?q=heron`, { headers: { ...headers, Connection: 'close' } }).then((response) =>
        response.text(),
      ),
    ),
  )
  const count = (text: string) => responses.filter((html) => html.includes(text)).length
  return { answered: count('Nothing was found.'), refused: count('Too many requests.') }
}

test.describe('search limit', () => {
  const requests: [name: string, method: string, headers: Headers][] = [
    ['GET', 'GET', {}],
    ['HEAD', 'HEAD', {}],
    ['POST', 'POST', {}],
    ['a soft navigation', 'GET', { RSC: '1' }],
  ]
  for (const [name, method, more] of requests)
    test(`counts each request once: ${name}`, async () => {
      const headers = { ...newGuest(), ...more }
      const statuses = new Set<number>()
      for (let count = 0; count < searches; count += 1) statuses.add((await search(method, headers)).status)
      expect([...statuses]).toEqual([200])
      const refused = await search(method, headers)
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await search('GET', headers)).status).toBe(429)
    })

  test('is enforced by the page for concurrent requests', async () => {
    expect(await searchAtOnce(searches + 60, newGuest())).toEqual({ answered: searches, refused: 60 })
  })

  test('counts per member, regardless of the address', async () => {
    const member = await HttpMember.signUp(own.url, 'limited')
    const as = () => ({ Cookie: member.cookie, ...newGuest() })
    for (let count = 0; count < searches; count += 1) expect((await search('GET', as())).status).toBe(200)
    expect((await search('GET', as())).status).toBe(429)
    expect((await search('GET', newGuest())).status).toBe(200)
  })
})

test('shares the count between the web processes of a server', async () => {
  const pair = await startOwnServer(undefined, { RATE_LIMITS: 'on', TRUST_PROXY: '1', WEB_CONCURRENCY: '2' })
  const counts = await searchAtOnce(searches + 60, newGuest(), pair.url)
  await pair.stop()
  expect(counts).toEqual({ answered: searches, refused: 60 })
})

for (const WEB_CONCURRENCY of ['1', '2'])
  test(`logs a proxy missing from TRUST_PROXY once and locks no member out, with ${WEB_CONCURRENCY} processes`, async ({
    playwright,
  }) => {
    const hiding = await startOwnServer(undefined, { RATE_LIMITS: 'on', WEB_CONCURRENCY })
    const logIn = async (identifier: string, secret: string, address: string) => {
      // One connection per request, so that every web process receives some.
      const request = await playwright.request.newContext({
        baseURL: hiding.url,
        extraHTTPHeaders: { 'X-Forwarded-For': address },
      })
      const from = { Origin: hiding.url, Referer: `${hiding.url}/login` }
      const response = await sendForm(request, '/login', 'identifier', { identifier, password: secret }, from)
      const html = await response.text()
      await request.dispose()
      return response.status() === 303
        ? 'logged in'
        : (/(?:That name|Too many) [^<]*?\./.exec(html)?.[0] ?? html)
    }
    await HttpMember.signUp(hiding.url, 'hidden_one')
    for (let count = 0; count < 31; count += 1)
      expect(await logIn(`nobody_${count}`, 'wrong', `203.0.113.${count}`)).toMatch(/do not belong together/)
    expect(await logIn('hidden_one', 'quiet lantern 42', '198.51.100.1')).toBe('logged in')
    for (let count = 0; count < 10; count += 1) await logIn('hidden_one', 'wrong', `203.0.113.${count}`)
    expect(await logIn('hidden_one', 'wrong', '198.51.100.1')).toBe('Too many attempts.')
    expect(await hiding.stop()).toBe(0)
    expect(hiding.output().match(/^Settings: .*$/gm)).toEqual([
      expect.stringMatching(/a proxy at (127\.0\.0\.1|::1) forwards requests, but TRUST_PROXY is 0\./),
    ])
  })
