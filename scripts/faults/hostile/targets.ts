import { bytes, head, letters, type Make, paths } from './bytes'

const files = [
  'etc/passwd',
  '.env',
  'package.json',
  '.data/roost.db',
  '.data/secrets.json',
  'prisma/schema.prisma',
]
const climbs = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%5c',
  '..\\',
  '....//',
  '%252e%252e%252f',
  '..%c0%af',
  '..;/',
]
const roots = [
  '/',
  '/_next/static/',
  '/avatars/',
  '/media/avatars/',
  '/data/exports/',
  '/api/users/',
  '/offline/',
  '/users/',
]

export const traversal: Make = (random) =>
  head('GET', random.pick(roots) + random.pick(climbs).repeat(1 + random.below(8)) + random.pick(files))

export const oddPath: Make = (random) => {
  const odd = [
    () => `//${letters(random, 5)}.example/${letters(random, 4)}`,
    () => `/${'a/'.repeat(1 + random.below(2000))}`,
    () => `/${encodeURIComponent(bytes(random, 20))}`,
    () => `/%00${letters(random, 3)}`,
    () => `/posts/${'9'.repeat(1 + random.below(400))}`,
    () => `/posts/-${random.below(9)}`,
    () => `/users/${'%F0%9F%98%80'.repeat(1 + random.below(60))}`,
    () => `/tags/${'%E0%A4%A'.repeat(1 + random.below(4))}`,
    () => '*',
    () => 'http://evil.example/explore',
    () => `/.${random.pick(files)}`,
    () => `/explore;${letters(random, 4)}=1`,
    () => `/explore%0d%0aSet-Cookie:%20x=1`,
    () => `/guest/en/explore`,
    () => `/(dynamic)/explore`,
    () => `/failed`,
  ]
  return head('GET', random.pick(odd)())
}

export const invalidUtf8: Make = (random) => {
  const bad = random.pick(['%ff', '%c3%28', '%ed%a0%80', '%f8%88%80%80%80', '%', '%zz', '%e2%82'])
  return head(
    'GET',
    random.pick([`/users/${bad}`, `/search?q=${bad}`, `/tags/${bad}`, `/${bad}`, `/login?next=${bad}`]),
  )
}

export const rawBytes: Make = (random) => head('GET', `/${bytes(random, 30).replace(/[\r\n ]/g, 'x')}`)

export const queries: Make = (random) => {
  const name = random.pick([
    'q',
    'before',
    'after',
    'page',
    'per_page',
    'next',
    'since',
    'last',
    '_rsc',
    'tag',
    '__proto__',
    'a[b]',
  ])
  const value = random.pick([
    () => letters(random, 10_000),
    () => '%F0%9F%98%80'.repeat(500),
    () => "'%20OR%201=1--",
    () => '%00',
    () => '-1',
    () => '1e999',
    () => `${name}=1&`.repeat(1000),
    () => '%7B%22%24ne%22%3A1%7D',
  ])()
  const target = random.pick([
    '/explore',
    '/search',
    '/',
    '/notifications',
    '/data/explore',
    '/data/users/suggest',
    '/data/users/available',
    '/login',
    '/users/fault_1',
    '/tags/x',
  ])
  return head('GET', `${target}?${name}=${value}`)
}

export const internals: Make = (random) => {
  const lines = random.pick([
    ['RSC: 1'],
    ['RSC: 1', 'Next-Router-Prefetch: 1'],
    ['RSC: 1', 'Next-Router-Segment-Prefetch: /_tree'],
    ['RSC: 1', `Next-Router-Segment-Prefetch: /${letters(random, 20)}`],
    ['RSC: 1', `Next-Router-State-Tree: ${encodeURIComponent('["",{"children":[')}`],
    ['RSC: 1', `Next-Router-State-Tree: ${'%'.repeat(50)}`],
    ['RSC: 1', 'Next-Url: //evil.example'],
    ['X-Nextjs-Data: 1'],
    ['X-Middleware-Subrequest: proxy:proxy:proxy:proxy:proxy'],
    ['X-Middleware-Rewrite: /admin/jobs'],
    ['X-Invoke-Path: /admin/jobs'],
    ['X-Matched-Path: /admin/jobs'],
    ['X-Now-Route-Matches: 1=x'],
    ['X-Roost-Error-Page: 1'],
    ['X-Roost-Own-Request: 1'],
    ['X-Next-Revalidated-Tags: x'],
    ['X-Prerender-Revalidate: x'],
    ['Next-Resume: 1'],
    ['X-Nextjs-Html-Request-Id: x', 'X-Nextjs-Request-Id: y'],
  ])
  const target = random.pick([
    ...paths,
    '/_next/data/x/explore.json',
    '/_next/data/../../x.json',
    '/_next/image?url=/etc/passwd&w=64&q=75',
    '/_next/image?url=http://127.0.0.1:22/&w=64&q=75',
    '/explore.rsc',
    '/explore.segments/_tree.segment.rsc',
    '/index.rsc',
    '/_next/static/chunks/%2e%2e/',
    '/_next/webpack-hmr',
    '/__nextjs_original-stack-frame',
    '/_error',
    '/_not-found',
    '/404',
    '/500',
  ])
  return head(random.pick(['GET', 'GET', 'GET', 'POST']), target, lines)
}
