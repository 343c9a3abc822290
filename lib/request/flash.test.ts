import { beforeEach, expect, test, vi } from 'vitest'
import { sign } from '../crypto/signing'
import { flashCookie, flashHeader } from '../http/cookies'
import { newRequest, request } from '../testing/next'
import { readFlashes, setFlash } from './flash'

vi.mock('next/headers', () => import('../testing/next'))

beforeEach(() => newRequest())

/** The flash messages of the next request, which proxy.ts copies from the cookie to a header. */
function readNextRequest() {
  newRequest({ headers: { [flashHeader]: request.cookies.get(flashCookie) ?? '' } })
  return readFlashes()
}

const readHeader = (value: string) => {
  newRequest({ headers: { [flashHeader]: value } })
  return readFlashes()
}

test('returns messages in the order in which they were set', async () => {
  await setFlash('success', 'posted')
  await setFlash('danger', 'followed', { name: '<b>añn</b>', count: 2 })
  expect(await readNextRequest()).toEqual([
    { category: 'success', key: 'posted', params: {} },
    { category: 'danger', key: 'followed', params: { name: '<b>añn</b>', count: 2 } },
  ])
})

test('keeps the last ten messages only', async () => {
  for (let count = 1; count <= 12; count++) await setFlash('info', 'followed', { count })
  expect((await readNextRequest()).map(({ params }) => params.count)).toEqual([
    3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ])
})

test.each([
  ['tampered', () => `${sign('flash', [{ category: 'info', key: 'x', params: {} }])}x`],
  ['signed for another purpose', () => sign('draft', [{ category: 'info', key: 'x', params: {} }])],
  ['of another shape', () => sign('flash', { category: 'info' })],
  ['with an unknown category', () => sign('flash', [{ category: 'shout', key: 'x' }])],
  ['unsigned', () => Buffer.from('[]').toString('base64url')],
  ['absent', () => ''],
])('ignores a cookie that is %s', async (_, value) => expect(await readHeader(value())).toEqual([]))

test('defaults the category of a message to info', async () => {
  expect(await readHeader(sign('flash', [{ key: 'posted' }]))).toEqual([
    { category: 'info', key: 'posted', params: {} },
  ])
})
