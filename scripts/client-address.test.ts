import { expect, test } from 'vitest'
import { trustProxies } from './client-address.mjs'

const token = 'known to the server alone'

/** The headers that the code behind gets, without the mark of requests to ourselves. */
function seen(headers: Record<string, string>, proxies: number, remoteAddress = '::ffff:10.0.0.9') {
  const { 'x-roost-own-request': mark, ...others } = received(headers, proxies, remoteAddress)
  expect(mark).toBe(token)
  return others
}

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
  expect(seen(forged, 0)).toEqual({ 'x-forwarded-for': '10.0.0.9' })
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
  expect(seen(headers, 0, '::1')).toEqual({ ...headers, 'x-forwarded-for': '::1' })
  expect(seen(headers, 0, '203.0.113.7')).toEqual({ 'x-forwarded-for': '203.0.113.7' })
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
  expect(received(guessed, 0, '127.0.0.1', '127.0.0.1')['x-forwarded-for']).toBe('127.0.0.1')
  const stolen = { 'x-forwarded-for': '6.6.6.6', 'x-roost-own-request': token }
  expect(received(stolen, 0, '203.0.113.7')['x-forwarded-for']).toBe('203.0.113.7')
})
