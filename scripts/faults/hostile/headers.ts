import { bytes, head, hex, letters, type Make, paths } from './bytes'

export const largeHeaders: Make = (random) => {
  const large = [
    () => [`X-Large: ${'a'.repeat(20_000 + random.below(60_000))}`],
    () =>
      Array.from({ length: 200 + random.below(3000) }, (_, index) => `X-${index}: ${letters(random, 10)}`),
    () => [`Cookie: ${'roost.session=x; '.repeat(200 + random.below(800))}`],
    () => [`Accept-Language: ${'en;q=0.1,'.repeat(100 + random.below(1500))}`],
    () => [`Accept: ${'text/html,'.repeat(100 + random.below(1400))}`],
    () => [`X-Forwarded-For: ${'1.2.3.4, '.repeat(100 + random.below(1500))}`],
  ]
  return head('GET', random.pick(paths), random.pick(large)())
}

export const cookies: Make = (random, { cookie }) => {
  const bad = [
    () => `roost.session=${bytes(random, 43).replace(/[\r\n]/g, 'x')}`,
    () => `roost.session=${letters(random, 4000)}`,
    () => `${cookie.slice(0, -1)}x`,
    () => `roost.flash=${encodeURIComponent(`[{"category":"x","key":"${letters(random, 9)}"}]`)}`,
    () => `roost.flash=${bytes(random, 60).replace(/[\r\n]/g, 'x')}`,
    () => `roost.locale=../../${letters(random, 5)}`,
    () => `roost.timezone=${letters(random, 30)}`,
    () => `roost.tz=%00%ff; roost.zone=Mars/Base; roost.theme=%`,
    () => `=;;; =x; ${letters(random, 2)}`,
    () => `authjs.session-token=${hex(random, 80)}; authjs.csrf-token=%7C; authjs.callback-url=javascript:1`,
    () => `roost.drafts=${encodeURIComponent('{"__proto__":1}')}; roost.draft=%7B`,
  ]
  return head('GET', random.pick(paths), [`Cookie: ${random.pick(bad)()}`])
}

export const framing: Make = (random) => {
  const bad = [
    () => ['Content-Length: -1'],
    () => ['Content-Length: abc'],
    () => ['Content-Length: 5', 'Content-Length: 6'],
    () => ['Content-Length: 5', 'Transfer-Encoding: chunked'],
    () => ['Transfer-Encoding: chunked, identity'],
    () => ['Transfer-Encoding: gzip'],
    () => ['Transfer-Encoding : chunked'],
    () => [`Content-Length: ${'9'.repeat(30)}`],
    () => ['Expect: 100-continue', 'Content-Length: 3'],
    () => ['Expect: nonsense'],
    () => ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Key: x', 'Sec-WebSocket-Version: 13'],
    () => ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
  ]
  const body = random.pick([
    'hello',
    '0\r\n\r\n',
    'zz\r\nx\r\n0\r\n\r\n',
    'ffffffffffffffff1\r\n',
    '5\r\nhello\r\n0\r\nX: y\r\n\r\nGET /explore HTTP/1.1\r\nHost: x\r\n\r\n',
  ])
  return (
    head(
      random.pick(['POST', 'GET', 'PUT']),
      random.pick(['/', '/login', '/api/users', '/data/imports']),
      random.pick(bad)(),
    ) + body
  )
}

export const conditions: Make = (random) => {
  const target = random.pick([
    '/',
    '/explore',
    '/robots.txt',
    '/explore/feed.xml',
    '/icon.svg',
    '/avatars/1.svg',
    '/service-worker.js',
    '/manifest.webmanifest',
  ])
  const line = random.pick([
    'If-None-Match: *',
    'If-None-Match: W/"',
    `If-None-Match: ${'"a",'.repeat(2000)}`,
    'If-Modified-Since: never',
    'If-Match: "x"',
    'If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT',
    'Range: bytes=0-0',
    'Range: bytes=-1',
    'Range: bytes=999999-',
    'Range: bytes=5-1',
    `Range: bytes=${'0-,'.repeat(1300)}`,
    'Range: lines=1-2',
    'If-Range: "x"\r\nRange: bytes=0-',
    'Accept-Encoding: br;q=x, *;q=0',
    'TE: trailers',
  ])
  return head(random.pick(['GET', 'HEAD']), target, [line])
}

export const methods: Make = (random) => {
  const method = random.pick([
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'CONNECT',
    'PROPFIND',
    'LOCK',
    'BREW',
    'get',
    'G@T',
    'M-SEARCH',
    'PURGE',
    'HEAD',
  ])
  return head(
    method,
    random.pick([
      ...paths,
      '/api/users',
      '/data/stream',
      '/data/home',
      '/api/health',
      '/avatars/1.svg',
      '/robots.txt',
    ]),
    ['Content-Length: 0'],
  )
}

export const hosts: Make = (random) => {
  const host = random.pick([
    'evil.example',
    'localhost:99999',
    'a'.repeat(5000),
    '',
    ' ',
    'localhost, evil.example',
    '[::1',
    'localhost/../x',
    'user@localhost',
    '%00',
    'xn--',
    '127.0.0.1:0',
    '\'"<x>',
  ])
  const extra = random.pick([
    [],
    ['X-Forwarded-Host: evil.example'],
    ['X-Forwarded-Proto: javascript'],
    ['X-Forwarded-Port: x'],
    ['Forwarded: host=evil;proto=x'],
    ['X-Original-URL: /admin/jobs'],
    ['X-Rewrite-URL: /admin/jobs'],
  ])
  return head('GET', random.pick(paths), extra, host)
}
