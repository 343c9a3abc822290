import { beforeEach, expect, test } from 'vitest'
import { onLiveEvent } from '@/components/ui/live-events'
import { EventReceiver, type SignalJson } from './event-receiver'

const received: unknown[] = []
const removers = [
  onLiveEvent('signal', ({ payload }) => received.push(payload)),
  onLiveEvent('post', ({ id }) => received.push(`post ${id}`)),
  onLiveEvent('reset', () => received.push('reset')),
]
beforeEach(() => {
  expect(removers).toHaveLength(3)
  received.length = 0
})

const signal = (timestamp: number, data: unknown): { kind: 'signal'; signal: SignalJson } => {
  return { kind: 'signal', signal: { name: 'unread_message_count', data, timestamp } }
}
const post = (id: number, posts = String(id)) => {
  return {
    kind: 'post' as const,
    post: { id, authorId: 1, rootId: null, home: true },
    position: `0.${posts}`,
  }
}

test('emits duplicate events once and skips events that the page already shows [NOT-04]', () => {
  const receiver = new EventReceiver('1764000000000001.5')
  receiver.receive(signal(1764000000.000001, 'shown already'))
  receiver.receive(signal(1764000000.000002, 1))
  receiver.receive(signal(1764000000.000002, 1))
  receiver.receive(signal(1764000000.000003, 2))
  receiver.receive(signal(1764000000.000002, 1))
  for (const id of [6, 7, 6, 8, 7]) receiver.receive(post(id))
  expect(received).toEqual([1, 2, 'post 6', 'post 7', 'post 8'])
  expect(receiver.position).toBe('1764000000000003.8')
})

test('emits a post with a lower id that was published later', () => {
  const receiver = new EventReceiver('0.5')
  receiver.receive(post(7, '7-6'))
  expect(receiver.position).toBe('0.7-6')
  receiver.receive(post(6, '7'))
  expect(received).toEqual(['post 7', 'post 6'])
  expect(receiver.position).toBe('0.7')
})

test('emits a repeated reset once', () => {
  const receiver = new EventReceiver('0.5')
  receiver.receive({ kind: 'reset', position: '0.300' })
  receiver.receive({ kind: 'reset', position: '0.300' })
  expect([received, receiver.position]).toEqual([['reset'], '0.300'])
})

test('starts at position 0.0 on a page without events', () => {
  expect(new EventReceiver('0.0').position).toBe('0.0')
  expect(new EventReceiver('').position).toBe('0.0')
})
