import { expect, test } from 'vitest'
import { enqueueDecode } from './decode-queue'

const heavy = 150_000_000

/** Adds decodes to the queue that the test ends explicitly. */
function controlled() {
  const running = new Map<number, () => void>()
  const order: number[] = []
  const add = (id: number, bytes = 0) =>
    enqueueDecode(bytes, () => {
      order.push(id)
      return new Promise<number>((resolve) => running.set(id, () => resolve(id)))
    }).finally(() => running.delete(id))
  const end = async (id: number) => {
    running.get(id)?.()
    await settled()
  }
  return { running, order, add, end }
}

/** Waits until pending callbacks have run. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

const busy = { code: 'busy', retryAfter: expect.any(Number) }

test('decodes two pictures concurrently and the others first in, first out', async () => {
  const { running, order, add, end } = controlled()
  const all = [1, 2, 3, 4].map((id) => add(id))
  await settled()
  expect([...running.keys()]).toEqual([1, 2])
  await end(2)
  expect([...running.keys()]).toEqual([1, 3])
  for (const id of [1, 3, 4]) await end(id)
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4])
  expect(order).toEqual([1, 2, 3, 4])
})

test('decodes a picture that needs much memory alone, and keeps the order of the queue', async () => {
  const { running, add, end } = controlled()
  const all = [add(1), add(2, heavy), add(3), add(4, heavy)]
  await settled()
  for (const alone of [1, 2, 3, 4]) {
    expect([...running.keys()]).toEqual([alone])
    await end(alone)
  }
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4])
})

test('rejects pictures while ten are decoded or queued, and accepts more later', async () => {
  const { running, add, end } = controlled()
  const all = Array.from({ length: 10 }, (_, id) => add(id))
  await expect(add(10)).rejects.toMatchObject(busy)
  await settled()
  await expect(add(11)).rejects.toMatchObject(busy)
  await end(0)
  all.push(add(12))
  while (running.size > 0) for (const id of [...running.keys()]) await end(id)
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12])
})

test('continues after pictures that cannot be decoded', async () => {
  const failures = Array.from({ length: 10 }, () =>
    enqueueDecode(heavy, () => Promise.reject(new Error('broken'))),
  )
  for (const failure of failures) await expect(failure).rejects.toThrow('broken')
  expect(await enqueueDecode(heavy, async () => 'decoded')).toBe('decoded')
})
