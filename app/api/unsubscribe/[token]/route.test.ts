import { expect, test } from 'vitest'
import { unsubscribeToken } from '@/lib/crypto/unsubscribe-token'
import { db } from '@/lib/db/db'
import { aSubscriber } from '@/lib/testing/digests'
import { POST } from './route'

const oneClick = 'List-Unsubscribe=One-Click'
const urlEncoded = 'application/x-www-form-urlencoded'

function post(token: string, body: string, type = urlEncoded, length = body.length): Promise<Response> {
  const headers = { 'content-type': type, 'content-length': String(length) }
  const request = new Request('http://localhost/api/unsubscribe/x', { method: 'POST', body, headers })
  return POST(request, { params: Promise.resolve({ token }) })
}

const multipart = [
  '--frontier',
  'Content-Disposition: form-data; name="List-Unsubscribe"',
  '',
  'One-Click',
  '--frontier--',
  '',
].join('\r\n')

test.each([
  ['urlencoded', oneClick, urlEncoded],
  ['multipart', multipart, 'multipart/form-data; boundary=frontier'],
])('unsubscribes at once with a body that is %s, and again without an error', async (_, body, type) => {
  const token = unsubscribeToken((await aSubscriber()).id)
  for (let time = 0; time < 2; time++) {
    const response = await post(token, body, type)
    expect([response.status, await response.text()]).toEqual([200, 'You have unsubscribed.\n'])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await db.digestSubscription.count()).toBe(0)
  }
})

test('changes nothing for another body or an altered token', async () => {
  const token = unsubscribeToken((await aSubscriber()).id)
  const statuses = [
    await post(token, ''),
    await post(token, 'List-Unsubscribe=Two-Clicks'),
    await post(token, oneClick, 'text/plain'),
    await post(token, oneClick, urlEncoded, 5000),
    await post(`${token}x`, oneClick),
    await post('x', oneClick),
  ].map(({ status }) => status)
  expect(statuses).toEqual([400, 400, 400, 413, 404, 404])
  expect(await db.digestSubscription.count()).toBe(1)
})
