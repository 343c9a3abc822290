import { afterEach, expect, test, vi } from 'vitest'
import { transaction } from '../../db/db'
import { publish } from '../../events/events'
import { writeSignals } from '../../events/signals'
import { likePost } from '../../likes/mutations'
import { editPost } from '../../posts/mutations'
import { aPost, aViewer } from '../../testing/factories'
import { changeSettings } from '../../testing/settings'
import {
  counts,
  listen,
  postIds,
  publishPost,
  requestOf,
  StreamReader,
  signal,
} from '../../testing/stream-reader'
import { handleStream } from './handler'
import { streamHub } from './stream-hub'

afterEach(() => {
  streamHub().endAll()
  vi.useRealTimers()
})

test('responds to a guest with 401 and JSON', async () => {
  const response = handleStream(null, requestOf())
  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({ error: 'unauthenticated' })
})

test('responds with a stream that is not cached, compressed or buffered', async () => {
  const { headers } = handleStream(await aViewer(), requestOf())
  expect(Object.fromEntries(headers)).toEqual({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store, no-transform',
    'x-accel-buffering': 'no',
  })
})

test('responds with 204 if LIVE=poll, so that pages poll [NOT-02]', async () => {
  changeSettings({ LIVE: 'poll' })
  expect(handleStream(await aViewer(), requestOf()).status).toBe(204)
})

test('sends signals as they are written, to their user only [NOT-02]', async () => {
  const ann = await aViewer()
  const bob = await aViewer()
  const [annReader, bobReader] = [await listen(ann), await listen(bob)]
  await signal(ann.id, 1)
  await annReader.until(() => counts(annReader).length === 1)
  await signal(ann.id, 2)
  await signal(bob.id, 9)
  await annReader.until(() => counts(annReader).length === 2)
  await bobReader.until(() => counts(bobReader).length === 1)
  expect([counts(annReader), counts(bobReader)]).toEqual([[1, 2], [9]])
})

test('sends the latest value of every signal and only new posts to a new client', async () => {
  const ann = await aViewer()
  await aPost(ann)
  await signal(ann.id, 1)
  await signal(ann.id, 2)
  const reader = await listen(ann)
  await reader.until(() => counts(reader).length === 1)
  const id = await publishPost(ann)
  await reader.until(() => postIds(reader).length > 0)
  expect([counts(reader), postIds(reader)]).toEqual([[2], [id]])
})

test('sends missed events once and in order after a reconnect', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const before = await listen(ann)
  await signal(ann.id, 1)
  await before.until(() => counts(before).length === 1)
  const first = await publishPost(bob)
  await before.until(() => postIds(before).includes(first))
  await before.close()

  await signal(ann.id, 2)
  await signal(ann.id, 5, 'unread_notification_count')
  const missed = [await publishPost(bob), await publishPost(bob)]
  const after = await listen(ann, before.lastId)
  await after.until(() => counts(after).length === 2 && postIds(after).length >= 2)
  expect(counts(after)).toEqual([2, 5])
  expect(postIds(after)).toEqual(missed)
})

test('prefers the Last-Event-ID header to the URL', async () => {
  const ann = await aViewer()
  const fresh = await listen(ann)
  await signal(ann.id, 1)
  await fresh.until(() => counts(fresh).length === 1)
  const request = requestOf('0.0', { headers: { 'last-event-id': fresh.lastId } })
  const resumed = new StreamReader(handleStream(ann, request))
  await resumed.until(() => resumed.of('hello').length === 1)
  await signal(ann.id, 2)
  await resumed.until(() => counts(resumed).length > 0)
  expect(counts(resumed)).toEqual([2])
})

test.each([
  [''],
  ['x'],
  ['1'],
  ['-1.-1'],
  ['1.5.2'],
  ['9999999999999999.0'],
  ['0.2147483647'],
  ['0.2147483648'],
  ['99999999999999999999.1'],
  ['0x10.0'],
  ["1' OR '1'='1.0"],
  ['٣.٤'],
  ['\u0000.1'],
  ['0.1-'],
  ['0.1-x'],
  [`0.9${'-1'.repeat(21)}`],
])('treats a client with the forged or malformed id %j as new', async (last) => {
  const ann = await aViewer()
  await aPost(ann)
  await signal(ann.id, 7)
  const reader = await listen(ann, last)
  await reader.until(() => counts(reader).length === 1)
  const id = await publishPost(ann)
  await reader.until(() => postIds(reader).length > 0)
  expect([counts(reader), postIds(reader)]).toEqual([[7], [id]])
})

test('sends a reset instead of more than 200 missed posts, then new ones', async () => {
  const ann = await aViewer()
  for (let count = 0; count < 201; count++) await aPost(ann)
  const reader = await listen(ann, '0.0')
  await reader.until(() => reader.of('reset').length === 1)
  const id = await publishPost(ann)
  await reader.until(() => postIds(reader).length > 0)
  expect(postIds(reader)).toEqual([id])
})

test('reads the database again after events of other processes were lost', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const reader = await listen(ann)
  await transaction((tx) => writeSignals(tx, [{ userId: ann.id, name: 'unread_message_count', payload: 4 }]))
  const { id } = await aPost(bob)
  publish({ type: 'events-lost' })
  await reader.until(() => counts(reader).length === 1 && postIds(reader).length === 1)
  expect([counts(reader), postIds(reader)]).toEqual([[4], [id]])
})

test('sends the ids of changed posts in one event', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const [edited, liked] = [await aPost(bob), await aPost(bob)]
  const reader = await listen(ann)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await editPost(bob, { id: edited.id, body: 'Edited' })
  await likePost(ann, liked.id)
  vi.advanceTimersByTime(500)
  await reader.until(() => reader.of('changed').length > 0)
  expect(reader.of('changed').map(({ data }) => data)).toEqual([{ ids: [edited.id, liked.id] }])
})
