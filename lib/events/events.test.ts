import { expect, test } from 'vitest'
import { type LiveEvent, publish, subscribe } from './events'

test('delivers events only while subscribed', () => {
  const received: LiveEvent[] = []
  publish({ type: 'relations', userId: 1 })
  const unsubscribe = subscribe((event) => received.push(event))
  publish({ type: 'relations', userId: 2 })
  unsubscribe()
  publish({ type: 'relations', userId: 3 })
  expect(received).toEqual([{ type: 'relations', userId: 2 }])
})
