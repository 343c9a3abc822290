import { afterEach, describe, expect, test } from 'vitest'
import { transaction } from '../../db/db'
import { publish } from '../../events/events'
import { signalsSince, writeSignals } from '../../events/signals'
import { aViewer } from '../../testing/factories'
import { listen, postIds, publishPost } from '../../testing/stream-reader'
import { streamHub } from './stream-hub'

afterEach(() => streamHub().endAll())

describe('with twenty concurrent writers [NOT-10]', () => {
  const writers = 20
  const rounds = 15

  test('a client that keeps reconnecting receives the last value of every signal, and no duplicates', async () => {
    const ann = await aViewer()
    const received: { key: string; value: number; position: string }[] = []
    const finished = () => received.filter(({ value }) => value === rounds).length === writers
    const writing = Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let round = 1; round <= rounds; round++) {
          const data = { task_id: `task ${writer}`, progress: round }
          await transaction((tx) =>
            writeSignals(tx, [
              { userId: ann.id, name: 'task_progress', payload: data, subject: data.task_id },
            ]),
          )
          publish({ type: 'signals', userIds: [ann.id] })
        }
      }),
    )
    let last: string | undefined
    let connections = 0
    while (!finished()) {
      connections += 1
      const reader = await listen(ann, last)
      const minimum = 1 + ((connections * 7) % 23)
      const read = () =>
        reader.of('signal').map(({ id, data }) => {
          const { subject, data: progress } = data as { subject: string; data: { progress: number } }
          return { key: subject, value: progress.progress, position: id.split('.')[0] as string }
        })
      const all = () => [...received, ...read()]
      await reader.until(
        () => read().length >= minimum || all().filter(({ value }) => value === rounds).length === writers,
      )
      await reader.close()
      received.push(...read())
      last = reader.lastId
    }
    await writing
    const positions = received.map(({ position }) => BigInt(position))
    expect(
      positions.every((position, index) => index === 0 || position > (positions[index - 1] as bigint)),
    ).toBe(true)
    for (let writer = 0; writer < writers; writer++) {
      const values = received.filter(({ key }) => key === `task ${writer}`).map(({ value }) => value)
      expect(values).toEqual([...new Set(values)].sort((a, b) => a - b))
      expect(values.at(-1)).toBe(rounds)
    }
    expect(connections).toBeGreaterThan(1)
    expect(await signalsSince(ann.id, positions.at(-1) as bigint)).toEqual([])
  })

  test('a client that keeps reconnecting receives each concurrent post once', async () => {
    const ann = await aViewer()
    const authors = await Promise.all(Array.from({ length: 5 }, () => aViewer()))
    const start = await listen(ann)
    let last = start.lastId
    await start.close()
    const written: number[] = []
    const writing = Promise.all(
      authors.map(async (author) => {
        for (let count = 0; count < 10; count++) written.push(await publishPost(author))
      }),
    )
    const received: number[] = []
    while (received.length < 50) {
      const reader = await listen(ann, last)
      await reader.until(() => postIds(reader).length > 0)
      await reader.close()
      received.push(...postIds(reader))
      last = reader.lastId
    }
    await writing
    expect(received.sort()).toEqual(written.sort())
  })
})
