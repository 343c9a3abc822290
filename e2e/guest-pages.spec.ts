import { get } from 'node:http'
import { expect, test } from '@playwright/test'
import { HttpMember } from './http-member'
import { isCluster, needs } from './needs'
import { type SeveralProcesses, startSeveralProcesses } from './own-server'

// All tests of this file share one server, which has two processes, or the servers of an installation.
test.describe.configure({ mode: 'default' })
needs('guest pages')

let server: SeveralProcesses
/** On a cluster, other tests add posts to this list. */
const lists = isCluster ? [] : ['/explore']
const metricsToken = 'a token of the metrics'

test.beforeAll(async () => {
  test.setTimeout(300_000)
  server = await startSeveralProcesses({ METRICS_TOKEN: metricsToken })
})

test.afterAll(async () => {
  expect(await server.stop()).toBe(0)
})

/** Signs up two members, named ann_… and bob_…. */
const signUpPair = (name: string) =>
  Promise.all(['ann', 'bob'].map((one) => HttpMember.signUp(server.url, `${one}_${name}`))) as Promise<
    [HttpMember, HttpMember]
  >

type PageResponse = { path: string; status: number; cache: string; html: string; startedAt: number }

/** Requests a page as guest on a new connection: a server assigns connections to its processes round-robin. */
const readOnce = (path: string, from = server.url): Promise<PageResponse> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const headers = { 'accept-language': 'en' }
    get(from + path, { agent: false, headers }, async (response) => {
      const html = Buffer.concat(await response.toArray()).toString()
      const cache = String(response.headers['x-nextjs-cache'])
      resolve({ path, status: response.statusCode ?? 0, cache, html, startedAt })
    }).once('error', reject)
  })

/** Requests each page twice from each process. */
const readAll = (paths: string[]) =>
  Promise.all(
    paths.flatMap((path) => [...server.origins, ...server.origins].map((from) => readOnce(path, from))),
  )

/** Requests the pages until all processes serve them from memory. */
async function warmUp(paths: string[]): Promise<void> {
  await expect
    .poll(async () => (await readAll(paths)).filter(({ cache }) => cache !== 'HIT').length, {
      timeout: 30_000,
    })
    .toBe(0)
}

/** Requests the pages for at least 1.5 seconds. Expects correct responses to all requests after the first second. */
async function expectWithinASecond(
  paths: string[],
  isRight: (response: PageResponse) => boolean,
): Promise<void> {
  const changed = performance.now()
  const late: string[] = []
  for (let wrong = 1; wrong > 0 || performance.now() < changed + 1500; ) {
    const wrongResponses = (await readAll(paths)).filter((response) => !isRight(response))
    wrong = wrongResponses.length
    for (const { path, status, startedAt } of wrongResponses)
      if (startedAt > changed + 1000)
        late.push(`${path} ${status} after ${Math.round(startedAt - changed)} ms`)
    expect(late).toEqual([])
  }
}

/** Creates a post by Ann, a reply by Bob, and her reply to it. */
async function createConversation(word: string) {
  const [ann, bob] = await signUpPair(word)
  const root = await ann.write('/', `${word} #old_${word}`)
  const reply = await bob.write(`/posts/${root}`, `An answer with ${word}reply #reply_${word}`)
  const last = await ann.write(`/posts/${reply}`, 'An answer to the answer')
  const conversation = [root, reply, last].map((id) => `/posts/${id}`)
  return { ann, bob, root, reply, conversation }
}

test('removes a deleted reply from all guest pages within a second, in every process', async () => {
  const { ann, bob, reply, conversation } = await createConversation('parrot')
  const paths = [
    ...conversation,
    ...[...lists, `/users/${bob.name}`, `/users/${ann.name}`, '/tags/reply_parrot', '/tags/old_parrot'],
    ...[`/users/${bob.name}/replies`, `/users/${ann.name}/likes`],
    ...['history', 'likes'].map((name) => `/posts/${reply}/${name}`),
  ]
  await ann.like(reply)
  await warmUp(paths)
  for (const path of [`/posts/${reply}`, `/users/${bob.name}/replies`, `/users/${ann.name}/likes`])
    expect((await readOnce(path)).html).toContain('parrotreply')
  await bob.remove(reply)
  await expectWithinASecond(
    paths,
    ({ path, html, status }) =>
      !html.includes('parrotreply') && status === (/^\/posts\/.*(?:history|likes)$/.test(path) ? 404 : 200),
  )
})

test('returns 404 for a deleted post without replies within a second, in every process', async () => {
  const [ann] = await signUpPair('heron')
  const id = await ann.write('/', 'A lonely heron')
  const paths = [`/posts/${id}`, `/posts/${id}/history`, `/posts/${id}/likes`]
  const lonely = [`/users/${ann.name}`, ...lists]
  await warmUp([...paths, ...lonely])
  await ann.remove(id)
  await Promise.all([
    expectWithinASecond(paths, ({ status, html }) => status === 404 && html.includes('</html>')),
    expectWithinASecond(lonely, ({ html }) => !html.includes('A lonely heron')),
  ])
})

test('shows the new text and tags of an edited reply within a second, in every process', async () => {
  const { ann, bob, reply, conversation } = await createConversation('cuckoo')
  const shown = [...conversation, ...lists, `/users/${bob.name}`]
  const history = `/posts/${reply}/history`
  await warmUp([...shown, `/users/${ann.name}`, history, '/tags/reply_cuckoo', '/tags/new_cuckoo'])
  await bob.edit(reply, 'Better words #new_cuckoo')
  await Promise.all([
    expectWithinASecond([...shown, `/users/${ann.name}`], ({ html }) => !html.includes('cuckooreply')),
    expectWithinASecond([...shown, history, '/tags/new_cuckoo'], ({ html }) => html.includes('Better words')),
    expectWithinASecond(['/tags/reply_cuckoo'], ({ html }) => !html.includes(`/posts/${reply}`)),
  ])
})

test('caches no stale text after an edit while guests read continuously', async () => {
  const [ann] = await signUpPair('dove')
  const id = await ann.write('/', 'version 0')
  const paths = [...lists, `/posts/${id}`, `/users/${ann.name}`]
  let reading = true
  const readers = paths.map(async (path) => {
    while (reading) await readOnce(path)
  })
  for (let version = 1; version <= 8; version++) {
    await ann.edit(id, `version ${version}`)
    await expectWithinASecond(paths, ({ html }) => html.includes(`version ${version}`))
  }
  reading = false
  await Promise.all(readers)
})

test('shows likes, follows, new posts and replies on guest pages within a second', async () => {
  const [ann, bob] = await signUpPair('magpie')
  const id = await ann.write('/', 'A magpie #magpies')
  const [likes, followers] = [`/posts/${id}/likes`, `/users/${ann.name}/followers`]
  const withReply = [`/posts/${id}`, `/users/${bob.name}`, `/users/${bob.name}/replies`, '/tags/magpies']
  const liked = `/users/${bob.name}/likes`
  await warmUp([likes, followers, liked, ...withReply])
  await bob.like(id)
  await bob.follow(ann.name)
  const reply = await bob.write(`/posts/${id}`, 'Two magpies #magpies')
  await Promise.all([
    expectWithinASecond([likes, followers], ({ html }) => html.includes(`href="/users/${bob.name}"`)),
    expectWithinASecond(withReply, ({ html }) => html.includes(`id="post-${reply}"`)),
    expectWithinASecond([liked], ({ html }) => html.includes(`id="post-${id}"`)),
  ])
})

test('shows a new username on every page of the member within a second, in every process', async () => {
  const { ann, bob, root, reply } = await createConversation('wren')
  await bob.follow(ann.name)
  const named = [
    ...[`/posts/${root}`, ...lists, '/tags/reply_wren', `/users/${ann.name}/followers`],
    ...[`/posts/${reply}/history`, `/posts/${reply}/likes`],
  ]
  // Ann's reply shows the username of the member it replies to.
  const profile = `/users/${ann.name}`
  await warmUp([...named, profile, `/users/${bob.name}`])
  await bob.rename('robert', 'Robert Wren')
  const isGone = (html: string) => !/bob_wren/i.test(html)
  await Promise.all([
    expectWithinASecond(named, ({ html }) => isGone(html) && html.includes('Robert Wren')),
    expectWithinASecond([profile], ({ html }) => isGone(html) && html.includes('@robert')),
    expectWithinASecond(['/users/bob_wren'], ({ status }) => status === 404),
    expectWithinASecond(['/users/robert'], ({ status }) => status === 200),
  ])
})

test('limits shared caches to one second for guest pages', async () => {
  const response = await fetch(`${server.url}/explore`)
  const control = response.headers.get('cache-control') ?? ''
  expect(control).toContain('max-age=0')
  expect(Number(/s-maxage=(\d+)/.exec(control)?.[1])).toBeLessThanOrEqual(1)
  expect(control).not.toContain('stale')
})

test('a scrape has the metrics of both processes with refused requests, and needs the token', async () => {
  needs('own server')
  // Within the lifetime of a page, each process renders it at most once more.
  for (let count = 0; count < 8; count += 1) await readOnce('/about')
  // scripts/request-checks.mjs refuses it before Next.
  const malformed = await fetch(`${server.url}/avatars/%ff`)
  expect([malformed.status, malformed.headers.get('x-request-id')]).toEqual([400, expect.stringMatching(/./)])
  const url = `${server.url}/api/metrics`
  const refused = await fetch(url)
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="metrics"'])
  const response = await fetch(url, { headers: { authorization: `Bearer ${metricsToken}` } })
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/)
  const text = await response.text()
  for (const process of [1, 2]) {
    for (const route of ['document', 'guest-cache'])
      expect(text).toMatch(
        new RegExp(
          `^roost_request_duration_seconds_count\\{route="${route}",status="2xx",process="${process}"\\} \\d+$`,
          'm',
        ),
      )
    expect(text).toMatch(
      new RegExp(`^roost_guest_cache_requests_total\\{result="hit",process="${process}"\\} [1-9]`, 'm'),
    )
  }
  expect(text).toMatch(/^roost_request_duration_seconds_count\{route="media",status="4xx",process="\d"\} 1$/m)
  expect(text).toMatch(/^roost_jobs\{state="recurring"\} [1-9]\d*$/m)
})
