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

test('uses the address of the socket without proxies', () => {
  expect(normalized(forged, 0)).toEqual({ 'x-forwarded-for': '203.0.113.9' })
})

test('uses the last address of the chain behind one proxy and ignores forged ones', () => {
  const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.7', 'x-forwarded-proto': 'https' }
  expect(normalized(headers, 1)).toEqual({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' })
})

test('uses the last but one address of the chain behind two proxies', () => {
  expect(normalized({ 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.2' }, 2)).toEqual({
    'x-forwarded-for': '203.0.113.7',
  })
})

test('uses the address of the socket for a request that bypassed the proxies', () => {
  expect(normalized(forged, 2, '198.51.100.4')).toEqual({ 'x-forwarded-for': '198.51.100.4' })
})

test('accepts host and scheme, but no address, from a proxy on the same machine without a setting', () => {
  const headers = {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-host': 'roost.example',
    'x-forwarded-proto': 'https',
  }
  expect(normalized(headers, 0, '::1')).toEqual({ ...headers, 'x-forwarded-for': 'unknown' })
  expect(normalized(headers, 0, '203.0.113.7')).toEqual({ 'x-forwarded-for': '203.0.113.7' })
})

describe('the client is unknown behind a proxy that TRUST_PROXY does not count', () => {
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

  test('behind a counted proxy', () => {
    expect(clientOf({ 'x-forwarded-for': '203.0.113.7, 10.0.0.2' }, 1, '127.0.0.1')).toEqual({
      address: 'unknown',
      proxy: '10.0.0.2',
    })
  })

  test('if TRUST_PROXY counts more proxies than the chain has', () => {
    const proxy = '127.0.0.1'
    expect(clientOf({ 'x-forwarded-for': '203.0.113.7' }, 2, proxy)).toEqual({ address: 'unknown', proxy })
  })
})

describe('the client is known', () => {
  test.each([
    ['203.0.113.9'],
    ['2001:db8::9'],
    ['172.15.0.1'],
    ['172.32.0.1'],
    ['11.0.0.1'],
    ['100.128.0.1'],
    ['192.169.0.1'],
  ])('by its own address on the internet, despite forged headers: %s', (peer) => {
    expect(clientOf(forged, 0, peer)).toEqual({ address: peer, proxy: undefined })
    expect(clientOf(forged, 2, peer)).toEqual({ address: peer, proxy: undefined })
  })

  test.each([['127.0.0.1'], ['192.168.7.7']])('by its own address without headers of a proxy: %s', (peer) => {
    expect(clientOf({ 'x-forwarded-proto': 'https' }, 0, peer)).toEqual({ address: peer, proxy: undefined })
  })

  test('by an address in the private network behind a counted proxy', () => {
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

test('does not accept a guessed token or a token from another machine', () => {
  const guessed = { 'x-forwarded-for': '6.6.6.6', 'x-roost-own-request': 'guessed' }
  expect(allHeaders(guessed, 0, '127.0.0.1', '127.0.0.1')['x-forwarded-for']).toBe('unknown')
  const stolen = { 'x-forwarded-for': '6.6.6.6', 'x-roost-own-request': token }
  expect(allHeaders(stolen, 0, '203.0.113.7')['x-forwarded-for']).toBe('203.0.113.7')
})
