import { bytes, head, hex, letters, type Make, paths, withBody } from './bytes'

export const largeBody: Make = (random) => {
  const size = 200_000 + random.below(9_000_000)
  const target = random.pick([
    ...['/', '/login', '/account', '/api/users', '/api/csp-report', '/data/imports'],
    '/api/auth/callback/credentials',
  ])
  const type = random.pick([
    'application/x-www-form-urlencoded',
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
  ])
  return withBody('POST', target, type, 'a'.repeat(size))
}

export const brokenMultipart: Make = (random, { cookie, actionId }) => {
  const part = (name: string, value: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const broken = [
    () => part('body', 'no end'),
    () => `--x\r\nContent-Disposition: form-data; name="${'n'.repeat(70_000)}"\r\n\r\nv\r\n--x--\r\n`,
    () => '--x\r\n\r\n\r\n--x--',
    () => `--x\r\nContent-Disposition: form-data\r\n\r\n${bytes(random, 100)}\r\n--x--\r\n`,
    () => `${part('__proto__', '1') + part('constructor', '1') + part('toString', '1')}--x--\r\n`,
    () =>
      part('$ACTION_REF_1', '') +
      part('$ACTION_1:0', `{"id":"${hex(random, 42)}","bound":"$@1"}`) +
      part('$ACTION_1:1', '[') +
      '--x--\r\n',
    () => `${part('$ACTION_KEY', bytes(random, 20)) + part(`$ACTION_ID_${actionId}`, '')}--x--\r\n`,
    () => `${Array.from({ length: 3000 }, (_, index) => part(`f${index}`, 'v')).join('')}--x--\r\n`,
    () =>
      `--x\r\nContent-Disposition: form-data; name="picture"; filename="../../a.png"\r\nContent-Type: image/png\r\n\r\n${bytes(random, 500)}\r\n--x--\r\n`,
    () => bytes(random, 2000),
  ]
  const type = random.pick([
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    `multipart/form-data; boundary=${'b'.repeat(300)}`,
  ])
  return withBody('POST', random.pick(['/', '/account', '/login', '/posts/1']), type, random.pick(broken)(), [
    ...(random.below(2) ? [`Cookie: ${cookie}`] : []),
    'Origin: http://localhost',
  ])
}

export const actions: Make = (random, { cookie, actionId, fields, post }) => {
  const id = random.pick([
    actionId,
    hex(random, 42),
    hex(random, 40),
    '',
    'x'.repeat(500),
    '__proto__',
    '../../x',
  ])
  const body = random.pick([
    '[]',
    '["$K1"]',
    '[null,"$K1"]',
    '["$F1"]',
    '[{"__proto__":{"a":1}}]',
    `["$@${random.below(99)}"]`,
    '["$Q1"]',
    '["$B1"]',
    '"'.repeat(50),
    '['.repeat(5000),
    `{"1":${'9'.repeat(400)}}`,
    '["$undefined","$NaN","$n999999999999"]',
    bytes(random, 50),
  ])
  if (random.below(3) === 0) {
    const parts = fields.map(
      ([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    return withBody(
      'POST',
      random.pick(['/', '/explore', `/posts/${post}`]),
      'multipart/form-data; boundary=x',
      `${parts.join('')}--x--\r\n`,
      [`Cookie: ${cookie}`, 'Origin: http://localhost'],
    )
  }
  const type = random.pick([
    'text/plain;charset=UTF-8',
    'multipart/form-data; boundary=x',
    'application/json',
  ])
  return withBody('POST', random.pick(paths), type, body, [
    `Next-Action: ${id}`,
    `Cookie: ${cookie}`,
    'Origin: http://localhost',
  ])
}

export const apiBodies: Make = (random) => {
  const body = random.pick([
    '{',
    '[]',
    'null',
    '"x"',
    '{"username":{}}',
    '['.repeat(20_000),
    `{"a":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`,
    `{"username":"${'\\u0000'.repeat(50)}"}`,
    bytes(random, 100),
    '1e999',
  ])
  const target = random.pick([
    '/api/users',
    '/api/users/1',
    '/api/tokens',
    '/api/csp-report',
    '/api/jobs',
    '/api/auth/callback/credentials',
    '/api/auth/session',
    '/translate',
    '/unsubscribe/x',
    '/data/imports',
  ])
  const type = random.pick([
    'application/json',
    'application/csp-report',
    'text/plain',
    'application/json; charset=utf-7',
    'application/x-www-form-urlencoded',
  ])
  const authorization = random.pick([
    [],
    ['Authorization: Bearer x'],
    [`Authorization: Basic ${hex(random, 30)}`],
    [`Authorization: Bearer ${'x'.repeat(8000)}`],
    ['Authorization: Basic ='],
  ])
  return withBody(random.pick(['POST', 'PUT', 'PATCH', 'DELETE']), target, type, body, authorization)
}

export const hangUp: Make = (random, { cookie }) => ({
  bytes: head(
    'GET',
    random.pick([...paths, '/data/stream', '/data/home']),
    random.below(2) ? [`Cookie: ${cookie}`] : [],
  ),
  disconnects: true,
})

export const garbage: Make = (random) =>
  random.pick([
    () => bytes(random, 200),
    () => '\r\n'.repeat(100),
    () => 'GET\r\n\r\n',
    () => `GET / HTTP/9.9\r\n\r\n`,
    () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ])()

export const slowHeaders: Make = (random) => ({
  bytes: head('GET', random.pick(paths), [`X-Slow: ${letters(random, 200)}`]),
  slow: 300 + random.below(3000),
})

export const slowBody: Make = (random) => ({
  bytes: withBody(
    'POST',
    random.pick(['/', '/login', '/api/users']),
    'application/x-www-form-urlencoded',
    `a=${letters(random, 500)}`,
  ),
  slow: 300 + random.below(3000),
})
