import { describe, expect, test } from 'vitest'
import { signalsAfter } from '../api/signals'
import { transaction } from '../db/db'
import { aUser, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { formatPosition, latestPosition, parsePosition } from './position'
import { positionBefore, type Signal, signalsSince, toSignalJson, writeSignals } from './signals'

const write = (userId: number, name: string, data: unknown, subject = '') =>
  transaction((tx) => writeSignals(tx, [{ userId, name, payload: data, subject }]))

const values = async (viewer: Viewer, since: string | null) =>
  (await signalsAfter(viewer, since)).map(({ data }) => data)

test('returns new signals in ascending order of their timestamps in seconds [NOT-03]', async () => {
  const ann = await aViewer()
  await write(ann.id, 'unread_notification_count', 2)
  await write(ann.id, 'message', { id: 7, from: 'bob' }, 'bob')
  await write(ann.id, 'unread_message_count', 1)
  const all = await signalsAfter(ann, null)
  expect(all).toEqual([
    { name: 'unread_notification_count', data: 2, timestamp: expect.any(Number) },
    { name: 'message', data: { id: 7, from: 'bob' }, subject: 'bob', timestamp: expect.any(Number) },
    { name: 'unread_message_count', data: 1, timestamp: expect.any(Number) },
  ])
  const times = all.map(({ timestamp }) => timestamp)
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
  expect(Math.abs((times[0] as number) - Date.now() / 1000)).toBeLessThan(60)
})

test.each([
  [null],
  [''],
  [' '],
  ['0'],
  ['-5'],
  ['abc'],
  ['NaN'],
  ['Infinity'],
  ['-Infinity'],
  ['1e999'],
  ['1,5'],
  ["0' OR 1=1"],
  ['{}'],
])('treats since=%j as 0 [NOT-03]', async (since) => {
  const ann = await aViewer()
  await write(ann.id, 'unread_message_count', 3)
  expect(await values(ann, since)).toEqual([3])
})

test.each([['99999999999'], ['1e300'], ['1.7976931348623157e308']])(
  'returns nothing for since=%s [NOT-03]',
  async (since) => {
    const ann = await aViewer()
    await write(ann.id, 'unread_message_count', 3)
    expect(await values(ann, since)).toEqual([])
  },
)

test('returns each signal once when since is the last timestamp [NOT-04]', async () => {
  const ann = await aViewer()
  const received: unknown[] = []
  let since = '0'
  for (let round = 1; round <= 30; round++) {
    await write(ann.id, 'task_progress', { task_id: `a${round}`, progress: round }, `a${round}`)
    await write(ann.id, 'task_progress', { task_id: `b${round}`, progress: round }, `b${round}`)
    const news = await signalsAfter(ann, since)
    received.push(...news.map(({ subject }) => subject))
    since = JSON.stringify(news.at(-1)?.timestamp)
  }
  expect(received).toEqual(Array.from({ length: 30 }, (_, at) => [`a${at + 1}`, `b${at + 1}`]).flat())
  expect(await signalsAfter(ann, since)).toEqual([])
})

test('replaces the previous value and moves the signal to the end [NOT-05]', async () => {
  const ann = await aViewer()
  await write(ann.id, 'unread_message_count', 1)
  await write(ann.id, 'unread_notification_count', 5)
  await write(ann.id, 'unread_message_count', 2)
  expect(await values(ann, '0')).toEqual([5, 2])
})

test.each([
  ['unread_message_count', 'three'],
  ['unread_message_count', -1],
  ['unread_message_count', 1.5],
  ['unread_notification_count', null],
  ['task_progress', 50],
  ['task_progress', { task_id: 'export', progress: 101 }],
  ['task_progress', { progress: 5 }],
  ['message', { from: 'ann' }],
  ['unknown', 1],
])('rejects %s with the payload %j [NOT-06]', async (name, data) => {
  const { id } = await aUser()
  await expect(write(id, name, data)).rejects.toThrow()
  expect(await signalsSince(id, 0n)).toEqual([])
})

test('stores payloads as JSON and skips an unreadable one [NOT-06]', async () => {
  const ann = await aViewer()
  await write(ann.id, 'task_progress', { task_id: 'export', progress: 40 }, 'export')
  await write(ann.id, 'unread_message_count', 1)
  expect(await signalsAfter(ann, null)).toMatchObject([{ data: { task_id: 'export', progress: 40 } }, {}])
  await transaction((tx) =>
    tx.signal.updateMany({ where: { userId: ann.id, subject: 'export' }, data: { payload: '{"task' } }),
  )
  expect(await values(ann, null)).toEqual([1])
})

test('writes signals of several users together: each after the earlier ones, and the last value of a name [NOT-05]', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  await write(ann.id, 'unread_notification_count', 4)
  const before = await latestPosition(ann.id)
  const count = (userId: number, payload: number) => ({ userId, name: 'unread_message_count', payload })
  await transaction((tx) =>
    writeSignals(tx, [
      { userId: bob.id, name: 'message', payload: { id: 7, from: 'ann' }, subject: 'ann' },
      count(bob.id, 1),
      { userId: ann.id, name: 'message', payload: { id: 7, from: 'ann' }, subject: 'bob' },
      count(ann.id, 2),
      count(ann.id, 3),
    ]),
  )
  expect(await values(bob, null)).toEqual([{ id: 7, from: 'ann' }, 1])
  expect(await values(ann, null)).toEqual([4, { id: 7, from: 'ann' }, 3])
  const [first, second] = (await signalsSince(ann.id, before.signal)) as [Signal, Signal]
  expect(first.position).toBeGreaterThan(before.signal)
  expect(second.position).toBeGreaterThan(first.position)
  expect((await latestPosition(ann.id)).signal).toBe(second.position)
  await transaction((tx) => writeSignals(tx, []))
  expect((await latestPosition(ann.id)).signal).toBe(second.position)
})

test('returns only the signals of the user', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  await write(ann.id, 'unread_message_count', 1)
  expect(await values(bob, null)).toEqual([])
})

describe('within one millisecond [NOT-10]', () => {
  test('two signals have different positions and timestamps, and each is returned once', async () => {
    const ann = await aViewer()
    // A single transaction writes many signals per millisecond.
    await transaction(async (tx) => {
      for (let task = 0; task < 200; task++)
        await writeSignals(tx, [
          {
            userId: ann.id,
            name: 'task_progress',
            payload: { task_id: `${task}`, progress: 1 },
            subject: `${task}`,
          },
        ])
    })
    const all = await signalsAfter(ann, '0')
    const times = all.map(({ timestamp }) => timestamp)
    expect(new Set(times).size).toBe(200)
    for (let at = 0; at < 200; at += 13)
      expect(await signalsAfter(ann, JSON.stringify(times[at]))).toEqual(all.slice(at + 1))
  })

  test('double precision distinguishes all microseconds until the year 2100', () => {
    const year = (number: number) => BigInt(Date.UTC(number, 0)) * 1000n
    for (const start of [year(2026), year(2038), year(2069), year(2100)])
      for (let step = 0n; step < 2000n; step++) {
        const position = start + step * 997n + step
        const wire = (at: bigint) =>
          toSignalJson({ name: 'unread_message_count', data: 0, subject: '', position: at }).timestamp
        expect(wire(position + 1n)).toBeGreaterThan(wire(position))
        expect(BigInt(Math.round(JSON.parse(JSON.stringify(wire(position))) * 1e6))).toBe(position)
        expect(positionBefore(wire(position))).toBeLessThan(position + 1n)
        expect(positionBefore(wire(position))).toBeGreaterThan(position - 4n)
      }
  })
})

test('parsePosition parses formatted positions and rejects other strings', async () => {
  const ann = await aViewer()
  await write(ann.id, 'unread_message_count', 1)
  const latest = await latestPosition(ann.id)
  expect(parsePosition(formatPosition(latest))).toEqual(latest)
  expect(await latestPosition((await aUser()).id)).toEqual({ signal: 0n, post: 0, gaps: [] })
  for (const bad of [
    '',
    '.',
    '1',
    '1.',
    '.1',
    '1.1.1',
    '-1.0',
    '1.2147483648',
    '12345678901234567.0',
    'a.b',
    '1 .2',
  ])
    expect(parsePosition(bad)).toBeNull()
})
