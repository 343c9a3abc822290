import { afterEach, expect, test } from 'vitest'
import { transaction } from '../../db/db'
import { publish } from '../../events/events'
import { writeSignals } from '../../events/signals'
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
import { answerStream } from './answer'
import { streams } from './hub'

afterEach(() => streams().endAll())

test('a guest is told to log in, as JSON', async () => {
  const answer = answerStream(null, requestOf())
  expect(answer.status).toBe(401)
  expect(await answer.json()).toEqual({ error: 'unauthenticated' })
})

test('the answer is a stream that nothing on the way stores, compresses or holds back', async () => {
  const { headers } = answerStream(await aViewer(), requestOf())
  expect(Object.fromEntries(headers)).toEqual({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store, no-transform',
    'x-accel-buffering': 'no',
  })
})

test('LIVE=poll answers nothing, and pages poll [NOT-02]', async () => {
  changeSettings({ LIVE: 'poll' })
  expect(answerStream(await aViewer(), requestOf()).status).toBe(204)
})

test('signals come as they are written, to their member alone [NOT-02]', async () => {
  const ann = await aViewer()
  const bob = await aViewer()
  const [here, there] = [await listen(ann), await listen(bob)]
  await signal(ann.id, 1)
  await here.until(() => counts(here).length === 1)
  await signal(ann.id, 2)
  await signal(bob.id, 9)
  await here.until(() => counts(here).length === 2)
  await there.until(() => counts(there).length === 1)
  expect([counts(here), counts(there)]).toEqual([[1, 2], [9]])
})

test('a fresh start tells the latest of everything, and of posts only new ones', async () => {
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

test('who comes back gets what was missed, in order and each thing once', async () => {
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

test('Last-Event-ID, which a browser sends by itself, overrules the address', async () => {
  const ann = await aViewer()
  const fresh = await listen(ann)
  await signal(ann.id, 1)
  await fresh.until(() => counts(fresh).length === 1)
  const request = requestOf('0.0', { headers: { 'last-event-id': fresh.lastId } })
  const resumed = new StreamReader(answerStream(ann, request))
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
])('a forged or malformed id, as in %j, is a fresh start', async (last) => {
  const ann = await aViewer()
  await aPost(ann)
  await signal(ann.id, 7)
  const reader = await listen(ann, last)
  await reader.until(() => counts(reader).length === 1)
  const id = await publishPost(ann)
  await reader.until(() => postIds(reader).length > 0)
  expect([counts(reader), postIds(reader)]).toEqual([[7], [id]])
})

test('of more than 200 missed posts it is said that there are many, and it goes on after them', async () => {
  const ann = await aViewer()
  for (let made = 0; made < 201; made++) await aPost(ann)
  const reader = await listen(ann, '0.0')
  await reader.until(() => reader.of('reset').length === 1)
  const id = await publishPost(ann)
  await reader.until(() => postIds(reader).length > 0)
  expect(postIds(reader)).toEqual([id])
})

test('news of other processes that may have been missed are looked up', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const reader = await listen(ann)
  await transaction((tx) => writeSignals(tx, [{ userId: ann.id, name: 'unread_message_count', payload: 4 }]))
  const { id } = await aPost(bob)
  publish({ type: 'missed' })
  await reader.until(() => counts(reader).length === 1 && postIds(reader).length === 1)
  expect([counts(reader), postIds(reader)]).toEqual([[4], [id]])
})
