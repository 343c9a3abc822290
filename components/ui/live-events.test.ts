import { expect, test } from 'vitest'
import { emitLiveEvent, type LivePost, onLiveEvent } from './live-events'

test('what waits for posts gets posts, in order, until it no longer waits', () => {
  const got: LivePost[] = []
  const stop = onLiveEvent('post', (post) => got.push(post))
  const post = (id: number) => ({ id, authorId: 1, rootId: null, home: true })
  emitLiveEvent('post', post(1))
  emitLiveEvent('signal', { name: 'unread_message_count', subject: '', payload: 3 })
  emitLiveEvent('post', post(2))
  stop()
  emitLiveEvent('post', post(3))
  expect(got.map(({ id }) => id)).toEqual([1, 2])
})
