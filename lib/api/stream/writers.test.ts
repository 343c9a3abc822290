import { afterEach, describe, expect, test } from 'vitest'
import { transaction } from '../../db/db'
import { publish } from '../../events/events'
import { signalsSince, writeSignals } from '../../events/signals'
import { aViewer } from '../../testing/factories'
import { listen, postIds, publishPost } from '../../testing/stream-reader'
import { streams } from './hub'

afterEach(() => streams().endAll())

describe('with twenty writers at once [NOT-10]', () => {
  const writers = 20
  const rounds = 15

  test('a reader who keeps leaving and coming back gets the last value of everything, and nothing twice', async () => {
    const ann = await aViewer()
    const heard: { key: string; value: number; position: string }[] = []
    const finished = () => heard.filter(({ value }) => value === rounds).length === writers
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
    let visits = 0
    while (!finished()) {
      visits += 1
      const reader = await listen(ann, last)
      const some = 1 + ((visits * 7) % 23)
      const taken = () =>
        reader.of('signal').map(({ id, data }) => {
          const { subject, data: progress } = data as { subject: string; data: { progress: number } }
          return { key: subject, value: progress.progress, position: id.split('.')[0] as string }
        })
      const all = () => [...heard, ...taken()]
      await reader.until(
        () => taken().length >= some || all().filter(({ value }) => value === rounds).length === writers,
      )
      await reader.close()
      heard.push(...taken())
      last = reader.lastId
    }
    await writing
    const positions = heard.map(({ position }) => BigInt(position))
    expect(positions.every((position, at) => at === 0 || position > (positions[at - 1] as bigint))).toBe(true)
    for (let writer = 0; writer < writers; writer++) {
      const values = heard.filter(({ key }) => key === `task ${writer}`).map(({ value }) => value)
      expect(values).toEqual([...new Set(values)].sort((a, b) => a - b))
      expect(values.at(-1)).toBe(rounds)
    }
    expect(visits).toBeGreaterThan(1)
    expect(await signalsSince(ann.id, positions.at(-1) as bigint)).toEqual([])
  })

  test('posts of many at once reach a reader who keeps leaving, each once', async () => {
    const ann = await aViewer()
    const authors = await Promise.all(Array.from({ length: 5 }, () => aViewer()))
    const start = await listen(ann)
    let last = start.lastId
    await start.close()
    const written: number[] = []
    const writing = Promise.all(
      authors.map(async (author) => {
        for (let made = 0; made < 10; made++) written.push(await publishPost(author))
      }),
    )
    const heard: number[] = []
    while (heard.length < 50) {
      const reader = await listen(ann, last)
      await reader.until(() => postIds(reader).length > 0)
      await reader.close()
      heard.push(...postIds(reader))
      last = reader.lastId
    }
    await writing
    expect(heard.sort()).toEqual(written.sort())
  })
})
