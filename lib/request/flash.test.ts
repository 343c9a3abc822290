import { beforeEach, expect, test, vi } from 'vitest'
import { sign } from '../crypto/signing'
import { flashCookie, flashHeader } from '../http/cookies'
import { newRequest, request } from '../testing/next'
import { readFlashes, setFlash } from './flash'

vi.mock('next/headers', () => import('../testing/next'))

beforeEach(() => newRequest())

/** The next request, to which proxy.ts hands the cookie as a header. */
function nextRequest() {
  newRequest({ headers: { [flashHeader]: request.cookies.get(flashCookie) ?? '' } })
  return readFlashes()
}

const said = (value: string) => {
  newRequest({ headers: { [flashHeader]: value } })
  return readFlashes()
}

test('messages are read in the order in which they were set', async () => {
  await setFlash('success', 'posted')
  await setFlash('danger', 'followed', { name: '<b>añn</b>', count: 2 })
  expect(await nextRequest()).toEqual([
    { category: 'success', key: 'posted', params: {} },
    { category: 'danger', key: 'followed', params: { name: '<b>añn</b>', count: 2 } },
  ])
})

test('only the last ten are kept, so that the cookie stays small', async () => {
  for (let count = 1; count <= 12; count++) await setFlash('info', 'followed', { count })
  expect((await nextRequest()).map(({ params }) => params.count)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})

test.each([
  ['tampered', () => `${sign('flash', [{ category: 'info', key: 'x', params: {} }])}x`],
  ['made for something else', () => sign('draft', [{ category: 'info', key: 'x', params: {} }])],
  ['of another shape', () => sign('flash', { category: 'info' })],
  ['with an unknown category', () => sign('flash', [{ category: 'shout', key: 'x' }])],
  ['unsigned', () => Buffer.from('[]').toString('base64url')],
  ['absent', () => ''],
])('a cookie that is %s says nothing', async (_, value) => expect(await said(value())).toEqual([]))

test('a message without a category is an info', async () => {
  expect(await said(sign('flash', [{ key: 'posted' }]))).toEqual([
    { category: 'info', key: 'posted', params: {} },
  ])
})
