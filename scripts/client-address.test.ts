import { describe, expect, test } from 'vitest'
import { trustProxies } from './client-address.mjs'

const token = 'known to the server alone'

/** The headers that the code behind gets, without the mark of requests to ourselves. */
function seen(headers: Record<string, string>, proxies: number, remoteAddress = '::ffff:203.0.113.9') {
  const { 'x-roost-own-request': mark, ...others } = received(headers, proxies, remoteAddress)
  expect(mark).toBe(token)
  return others
}

/** The client's address as the code behind sees it, and the proxy that hides the client. */
function hidden(headers: Record<string, string>, proxies: number, remoteAddress: string) {
  const request = { headers: { ...headers } as Record<string, string>, socket: { remoteAddress } }
  const proxy = trustProxies(request, proxies, token)
  return { address: request.headers['x-forwarded-for'], proxy }
}

const plain = (address: string) => address.replace('::ffff:', '')

function received(
  headers: Record<string, string>,
  proxies: number,
  remoteAddress: string,
  localAddress = '10.0.0.1',
): Record<string, string> {
  const request = { headers: { ...headers }, socket: { remoteAddress, localAddress } }
  trustProxies(request, proxies, token)
  return request.headers
}

const forged = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.example', 'x-real-ip': '6.6.6.6' }

test('without proxies only the socket is believed', () => {
  expect(seen(forged, 0)).toEqual({ 'x-forwarded-for': '203.0.113.9' })
})

test('with one proxy the last address is the client, whatever it claimed before', () => {
  const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.7', 'x-forwarded-proto': 'https' }
  expect(seen(headers, 1)).toEqual({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' })
})

test('with two proxies it is the last but one', () => {
  expect(seen({ 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.2' }, 2)).toEqual({
    'x-forwarded-for': '203.0.113.7',
  })
})

test('a request that came past the proxies is known by its socket', () => {
  expect(seen(forged, 2, '198.51.100.4')).toEqual({ 'x-forwarded-for': '198.51.100.4' })
})

test('a proxy on the same machine tells host and scheme without a setting, but no address', () => {
  const headers = {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-host': 'roost.example',
    'x-forwarded-proto': 'https',
  }
  expect(seen(headers, 0, '::1')).toEqual({ ...headers, 'x-forwarded-for': 'unknown' })
  expect(seen(headers, 0, '203.0.113.7')).toEqual({ 'x-forwarded-for': '203.0.113.7' })
})

describe('the client is unknown when a proxy that TRUST_PROXY leaves out stands in front of it', () => {
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
      expect(hidden({ [header]: '6.6.6.6' }, 0, peer)).toEqual({ address: 'unknown', proxy: plain(peer) })
  })

  test('behind those that it counts', () => {
    expect(hidden({ 'x-forwarded-for': '203.0.113.7, 10.0.0.2' }, 1, '127.0.0.1')).toEqual({
      address: 'unknown',
      proxy: '10.0.0.2',
    })
  })

  test('although it counts more', () => {
    const proxy = '127.0.0.1'
    expect(hidden({ 'x-forwarded-for': '203.0.113.7' }, 2, proxy)).toEqual({ address: 'unknown', proxy })
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
  ])('by its own address, whatever it claims, when it comes from the internet: %s', (peer) => {
    expect(hidden(forged, 0, peer)).toEqual({ address: peer, proxy: undefined })
    expect(hidden(forged, 2, peer)).toEqual({ address: peer, proxy: undefined })
  })

  test.each([['127.0.0.1'], ['192.168.7.7']])(
    'by its own address when no proxy names another: %s',
    (peer) => {
      expect(hidden({ 'x-forwarded-proto': 'https' }, 0, peer)).toEqual({ address: peer, proxy: undefined })
    },
  )

  test('as a member of the own network, behind a proxy that is counted', () => {
    const address = '192.168.7.7'
    expect(hidden({ 'x-forwarded-for': address }, 1, '127.0.0.1')).toEqual({ address, proxy: undefined })
  })
})

test.each([0, 1, 2])(
  'a request that the server sends to itself keeps its headers, behind %i proxies',
  (proxies) => {
    const chain = ['203.0.113.7', '10.0.0.2'].slice(0, proxies).join(', ')
    const first = received(
      { 'x-forwarded-for': chain, 'x-forwarded-host': 'roost.example', 'x-forwarded-proto': 'https' },
      proxies,
      '127.0.0.1',
    )
    expect(received(first, proxies, '127.0.0.1', '127.0.0.1')).toEqual(first)
  },
)

test('a request is not taken for our own by a guessed mark, nor from another machine', () => {
  const guessed = { 'x-forwarded-for': '6.6.6.6', 'x-roost-own-request': 'guessed' }
  expect(received(guessed, 0, '127.0.0.1', '127.0.0.1')['x-forwarded-for']).toBe('unknown')
  const stolen = { 'x-forwarded-for': '6.6.6.6', 'x-roost-own-request': token }
  expect(received(stolen, 0, '203.0.113.7')['x-forwarded-for']).toBe('203.0.113.7')
})
