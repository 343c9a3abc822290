import { describe, expect, test } from 'vitest'
import { normalizeProxyHeaders } from './client-address.mjs'

const token = 'secret of the server'

/** The normalized headers, without the token of requests to the server itself. */
function normalized(headers: Record<string, string>, proxies: number, remoteAddress = '::ffff:203.0.113.9') {
  const { 'x-roost-own-request': ownRequest, ...others } = allHeaders(headers, proxies, remoteAddress)
  expect(ownRequest).toBe(token)
  return others
}

/** The client address, and the proxy that hides the client. */
function clientOf(headers: Record<string, string>, proxies: number, remoteAddress: string) {
  const request = { headers: { ...headers } as Record<string, string>, socket: { remoteAddress } }
  const proxy = normalizeProxyHeaders(request, proxies, token)
  return { address: request.headers['x-forwarded-for'], proxy }
}

const unmapIPv4 = (address: string) => address.replace('::ffff:', '')

function allHeaders(
  headers: Record<string, string>,
  proxies: number,
  remoteAddress: string,
  localAddress = '10.0.0.1',
): Record<string, string> {
  const request = { headers: { ...headers }, socket: { remoteAddress, localAddress } }
  normalizeProxyHeaders(request, proxies, token)
  return request.headers
}

const forged = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.example', 'x-real-ip': '6.6.6.6' }

test('removes a forwarded host that no URL can have', () => {
  const hostBehindProxy = (host: string) =>
    normalized({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-host': host }, 1)['x-forwarded-host']
  expect(['[::1', 'x:99999', 'roost.example:8443'].map(hostBehindProxy)).toEqual([
    undefined,
    undefined,
    'roost.example:8443',
  ])
})

test('uses the socket address without proxies', () => {
  expect(normalized(forged, 0)).toEqual({ 'x-forwarded-for': '203.0.113.9' })
})

test('uses the last address of the chain behind one proxy and ignores forged ones', () => {
  const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.7', 'x-forwarded-proto': 'https' }
  expect(normalized(headers, 1)).toEqual({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' })
})

test('uses the second to last address of the chain behind two proxies', () => {
  expect(normalized({ 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.2' }, 2)).toEqual({
    'x-forwarded-for': '203.0.113.7',
  })
})

test.each([
  ['203.0.113.7:51234', '203.0.113.7'],
  ['[2001:db8::7]', '2001:db8::7'],
  ['[2001:db8::7]:51234', '2001:db8::7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['unknown', 'unknown'],
  ['_hidden', 'unknown'],
  ['203.0.113.7:51234:1', 'unknown'],
])('takes the address from what a proxy has added, without a port: %s [SEC-30]', (entry, address) => {
  expect(clientOf({ 'x-forwarded-for': `6.6.6.6, ${entry}` }, 1, '127.0.0.1').address).toBe(address)
})

test('uses the socket address for a request that bypassed the proxies', () => {
  expect(normalized(forged, 2, '198.51.100.4')).toEqual({ 'x-forwarded-for': '198.51.100.4' })
})

test('trusts host and scheme, but not the client address, of a proxy on the same machine without TRUST_PROXY', () => {
  const headers = {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-host': 'roost.example',
    'x-forwarded-proto': 'https',
  }
  expect(normalized(headers, 0, '::1')).toEqual({ ...headers, 'x-forwarded-for': 'unknown' })
  expect(normalized(headers, 0, '203.0.113.7')).toEqual({ 'x-forwarded-for': '203.0.113.7' })
})

describe('the client address is unknown behind a proxy that TRUST_PROXY does not include', () => {
  test.each([
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['10.1.2.3'],
    ['172.16.0.1'],
    ['172.31.255.255'],
    ['192.168.7.7'],
    ['169.254.1.1'],
    ['100.64.0.1'],
    ['fd00::1'],
    ['fe80::1%eth0'],
  ])('at %s', (peer) => {
    for (const header of ['x-forwarded-for', 'x-real-ip', 'forwarded'])
      expect(clientOf({ [header]: '6.6.6.6' }, 0, peer)).toEqual({
        address: 'unknown',
        proxy: unmapIPv4(peer),
      })
  })

  test('in front of an included proxy', () => {
    expect(clientOf({ 'x-forwarded-for': '203.0.113.7, 10.0.0.2' }, 1, '127.0.0.1')).toEqual({
      address: 'unknown',
      proxy: '10.0.0.2',
    })
  })

  test('if TRUST_PROXY is greater than the number of proxies in the chain', () => {
    const proxy = '127.0.0.1'
    expect(clientOf({ 'x-forwarded-for': '203.0.113.7' }, 2, proxy)).toEqual({ address: 'unknown', proxy })
  })
})

describe('the client address', () => {
  test.each([
    ['203.0.113.9'],
    ['2001:db8::9'],
    ['172.15.0.1'],
    ['172.32.0.1'],
    ['11.0.0.1'],
    ['100.128.0.1'],
    ['192.169.0.1'],
  ])('is the public socket address, despite forged headers: %s', (peer) => {
    expect(clientOf(forged, 0, peer)).toEqual({ address: peer, proxy: undefined })
    expect(clientOf(forged, 2, peer)).toEqual({ address: peer, proxy: undefined })
  })

  test.each([['127.0.0.1'], ['192.168.7.7']])(
    'is the private socket address without proxy headers: %s',
    (peer) => {
      expect(clientOf({ 'x-forwarded-proto': 'https' }, 0, peer)).toEqual({ address: peer, proxy: undefined })
    },
  )

  test('may be private behind a proxy that TRUST_PROXY includes', () => {
    const address = '192.168.7.7'
    expect(clientOf({ 'x-forwarded-for': address }, 1, '127.0.0.1')).toEqual({ address, proxy: undefined })
  })
})

test.each([0, 1, 2])(
  'keeps the headers of a request from the server to itself, behind %i proxies',
  (proxies) => {
    const chain = ['203.0.113.7', '10.0.0.2'].slice(0, proxies).join(', ')
    const first = allHeaders(
      { 'x-forwarded-for': chain, 'x-forwarded-host': 'roost.example', 'x-forwarded-proto': 'https' },
      proxies,
      '127.0.0.1',
    )
    expect(allHeaders(first, proxies, '127.0.0.1', '127.0.0.1')).toEqual(first)
  },
)

test('rejects a guessed token and a token from another machine', () => {
  const guessed = { 'x-forwarded-for': '6.6.6.6', 'x-roost-own-request': 'guessed' }
  expect(allHeaders(guessed, 0, '127.0.0.1', '127.0.0.1')['x-forwarded-for']).toBe('unknown')
  const stolen = { 'x-forwarded-for': '6.6.6.6', 'x-roost-own-request': token }
  expect(allHeaders(stolen, 0, '203.0.113.7')['x-forwarded-for']).toBe('203.0.113.7')
})
