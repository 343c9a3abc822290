import { expect, test } from 'vitest'
import { emitLive, type LivePost, onLive } from './live'

test('what waits for posts gets posts, in order, until it no longer waits', () => {
  const got: LivePost[] = []
  const stop = onLive('post', (post) => got.push(post))
  const post = (id: number) => ({ id, authorId: 1, rootId: null, home: true })
  emitLive('post', post(1))
  emitLive('signal', { name: 'unread_message_count', subject: '', payload: 3 })
  emitLive('post', post(2))
  stop()
  emitLive('post', post(3))
  expect(got.map(({ id }) => id)).toEqual([1, 2])
})
