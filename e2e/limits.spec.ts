import { expect, test } from '@playwright/test'
import { HttpMember } from './http-member'
import { type OwnServer, startOwnServer } from './own-server'

/** Searches that one reader may make in a minute. */
const searches = 120

// One server and its counters for all tests of this file.
test.describe.configure({ mode: 'default' })

let own: OwnServer
test.beforeAll(async () => {
  own = await startOwnServer(undefined, { RATE_LIMITS: 'on', TRUST_PROXY: '1' })
})
test.afterAll(() => own.stop())

let reader = 0
/** The headers of a guest whom no limit has seen before. */
const newGuest = () => ({ 'X-Forwarded-For': `198.51.100.${++reader}` })

type Headers = Record<string, string>

const search = (method: string, headers: Headers) => fetch(`${own.url}/search?q=heron`, { method, headers })

/** Searches `times` at once, and tells how many were answered and how many refused. */
async function searchAtOnce(times: number, headers: Headers, url = own.url) {
  const answers = await Promise.all(
    // A connection each, so that several web processes all get some.
    Array.from({ length: times }, () =>
      fetch(`${url}/search?q=heron`, { headers: { ...headers, Connection: 'close' } }).then((answer) =>
        answer.text(),
      ),
    ),
  )
  const count = (text: string) => answers.filter((html) => html.includes(text)).length
  return { answered: count('Nothing was found.'), refused: count('That was a little too often.') }
}

test.describe('searching is limited', () => {
  const requests: [name: string, method: string, headers: Headers][] = [
    ['GET', 'GET', {}],
    ['HEAD', 'HEAD', {}],
    ['POST', 'POST', {}],
    ['a soft navigation', 'GET', { RSC: '1' }],
  ]
  for (const [name, method, more] of requests)
    test(`by ${name}, one point for each request`, async () => {
      const headers = { ...newGuest(), ...more }
      const statuses = new Set<number>()
      for (let count = 0; count < searches; count += 1) statuses.add((await search(method, headers)).status)
      expect([...statuses]).toEqual([200])
      const refused = await search(method, headers)
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await search('GET', headers)).status).toBe(429)
    })

  test('by the page itself, however many requests arrive at once', async () => {
    expect(await searchAtOnce(searches + 60, newGuest())).toEqual({ answered: searches, refused: 60 })
  })

  test('per member, whatever the address', async () => {
    const member = await HttpMember.signUp(own.url, 'limited')
    const as = () => ({ Cookie: member.cookie, ...newGuest() })
    for (let count = 0; count < searches; count += 1) expect((await search('GET', as())).status).toBe(200)
    expect((await search('GET', as())).status).toBe(429)
    expect((await search('GET', newGuest())).status).toBe(200)
  })
})

test('web processes of one server count together', async () => {
  const pair = await startOwnServer(undefined, { RATE_LIMITS: 'on', TRUST_PROXY: '1', WEB_CONCURRENCY: '2' })
  const counts = await searchAtOnce(searches + 60, newGuest(), pair.url)
  await pair.stop()
  expect(counts).toEqual({ answered: searches, refused: 60 })
})
