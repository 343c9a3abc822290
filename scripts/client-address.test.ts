import { expect, test } from 'vitest'
import { trustProxies } from './client-address.mjs'

function seen(headers: Record<string, string>, proxies: number, remoteAddress = '::ffff:10.0.0.9') {
  const request = { headers: { ...headers }, socket: { remoteAddress } }
  trustProxies(request, proxies)
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
