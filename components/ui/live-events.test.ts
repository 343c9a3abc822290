import { expect, test } from 'vitest'
import { emitLiveEvent, type LivePost, onLiveEvent } from './live-events'

test('calls a post listener for each post in order until it is removed', () => {
  const received: LivePost[] = []
  const stop = onLiveEvent('post', (post) => received.push(post))
  const post = (id: number) => ({ id, authorId: 1, rootId: null, home: true })
  emitLiveEvent('post', post(1))
  emitLiveEvent('signal', { name: 'unread_message_count', subject: '', payload: 3, position: 1 })
  emitLiveEvent('post', post(2))
  stop()
  emitLiveEvent('post', post(3))
  expect(received.map(({ id }) => id)).toEqual([1, 2])
})
