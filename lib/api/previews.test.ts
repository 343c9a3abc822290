import { beforeEach, expect, test } from 'vitest'
import { deletePost } from '../deletions/mutations'
import { editPost } from '../posts/mutations'
import { resetLimits, spend } from '../rate-limit/rate-limit'
import { requestDeletion } from '../testing/account-deletion'
import { aPost, aViewer } from '../testing/factories'
import { postPreviewResponse, userPreviewResponse } from './previews'

beforeEach(resetLimits)

const request = (headers: Record<string, string> = {}) =>
  new Request('http://localhost:3000/preview.png', { headers })

test('a post and a user have a picture, which follows edits [SYN-07]', async () => {
  const ann = await aViewer({ username: 'Ann' })
  const { id } = await aPost(ann, 'Hello')
  const first = await postPreviewResponse(request(), String(id))
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=0, s-maxage=1',
  })
  const etag = first.headers.get('etag') ?? ''
  const unchanged = await postPreviewResponse(request({ 'If-None-Match': etag }), String(id))
  expect([unchanged.status, await unchanged.text()]).toEqual([304, ''])
  await editPost(ann, { id, body: 'Hello again' })
  const changed = await postPreviewResponse(request({ 'If-None-Match': etag }), String(id))
  expect(changed.status).toBe(200)
  expect(Buffer.from(await changed.arrayBuffer()).equals(Buffer.from(await first.arrayBuffer()))).toBe(false)
  expect((await userPreviewResponse(request(), 'ANN')).status).toBe(200)
})

test('there is no picture of what guests cannot see [SYN-07]', async () => {
  const ann = await aViewer({ username: 'Ann' })
  const [deleted, other] = [await aPost(ann, 'Deleted'), await aPost(ann, 'Other')]
  await deletePost(ann, deleted.id)
  for (const id of [String(deleted.id), '0', 'x', '99999999999'])
    expect((await postPreviewResponse(request(), id)).status, id).toBe(404)
  expect((await userPreviewResponse(request(), 'nobody')).status).toBe(404)
  expect((await postPreviewResponse(request(), String(other.id))).status).toBe(200)
  await requestDeletion(ann)
  expect((await postPreviewResponse(request(), String(other.id))).status).toBe(404)
  expect((await userPreviewResponse(request(), 'Ann')).status).toBe(404)
})

test('limits new pictures by address, and not those that are kept [SYN-07, SEC-30]', async () => {
  const ann = await aViewer()
  const client = { 'x-forwarded-for': '198.51.100.8' }
  const kept = await aPost(ann, 'Kept')
  await postPreviewResponse(request(client), String(kept.id))
  const ids = await Promise.all(Array.from({ length: 5 }, (_, index) => aPost(ann, `Post ${index}`)))
  for (let count = 0; count < 117; count += 1) await spend('preview-ip', '198.51.100.8')
  const statuses: number[] = []
  for (const { id } of ids) statuses.push((await postPreviewResponse(request(client), String(id))).status)
  expect(statuses).toEqual([200, 200, 429, 429, 429])
  expect((await postPreviewResponse(request(client), String(kept.id))).status).toBe(200)
})

test('concurrent requests for one picture share its rendering [SYN-07]', async () => {
  const { id } = await aPost(await aViewer(), 'Popular')
  const client = { 'x-forwarded-for': '198.51.100.9' }
  const responses = await Promise.all(
    Array.from({ length: 30 }, () => postPreviewResponse(request(client), String(id))),
  )
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
})
