import { beforeEach, expect, test } from 'vitest'
import { onLiveEvent } from '@/components/ui/live-events'
import { EventReceiver, type SignalJson } from './event-receiver'

const heard: unknown[] = []
const stops = [
  onLiveEvent('signal', ({ payload }) => heard.push(payload)),
  onLiveEvent('post', ({ id }) => heard.push(`post ${id}`)),
  onLiveEvent('reset', () => heard.push('reset')),
]
beforeEach(() => {
  expect(stops).toHaveLength(3)
  heard.length = 0
})

const signal = (timestamp: number, data: unknown): { kind: 'signal'; signal: SignalJson } => {
  return { kind: 'signal', signal: { name: 'unread_message_count', data, timestamp } }
}
const post = (id: number, posts = String(id)) => {
  return { kind: 'post' as const, post: { id, authorId: 1, rootId: null, home: true }, at: `0.${posts}` }
}

test('what comes twice, by whichever way, is heard once, and what the page already shows not at all [NOT-04]', () => {
  const inbox = new EventReceiver('1764000000000001.5')
  inbox.take(signal(1764000000.000001, 'shown already'))
  inbox.take(signal(1764000000.000002, 1))
  inbox.take(signal(1764000000.000002, 1))
  inbox.take(signal(1764000000.000003, 2))
  inbox.take(signal(1764000000.000002, 1))
  for (const id of [6, 7, 6, 8, 7]) inbox.take(post(id))
  expect(heard).toEqual([1, 2, 'post 6', 'post 7', 'post 8'])
  expect(inbox.position).toBe('1764000000000003.8')
})

test('a post with a lower id that was published later is heard', () => {
  const inbox = new EventReceiver('0.5')
  inbox.take(post(7, '7-6'))
  expect(inbox.position).toBe('0.7-6')
  inbox.take(post(6, '7'))
  expect(heard).toEqual(['post 7', 'post 6'])
  expect(inbox.position).toBe('0.7')
})

test('that there were too many posts is heard once', () => {
  const inbox = new EventReceiver('0.5')
  inbox.take({ kind: 'reset', at: '0.300' })
  inbox.take({ kind: 'reset', at: '0.300' })
  expect([heard, inbox.position]).toEqual([['reset'], '0.300'])
})

test('a page on which nothing ever happened starts at the beginning', () => {
  expect(new EventReceiver('0.0').position).toBe('0.0')
  expect(new EventReceiver('').position).toBe('0.0')
})
