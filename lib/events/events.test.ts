import { expect, test } from 'vitest'
import { type LiveEvent, publish, subscribe } from './events'

test('who listens hears what happens from then on, until they stop', () => {
  const heard: LiveEvent[] = []
  publish({ type: 'relations', userId: 1 })
  const stop = subscribe((event) => heard.push(event))
  publish({ type: 'relations', userId: 2 })
  stop()
  publish({ type: 'relations', userId: 3 })
  expect(heard).toEqual([{ type: 'relations', userId: 2 }])
})
