import { expect, test, vi } from 'vitest'
import { createPost } from '../posts/mutations'
import { aViewer } from '../testing/factories'
import { popularTags } from './queries'

test('counts the tags of the last week, most frequent first', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'Date'], now: Date.now() + 120_000 })
  const ann = await aViewer()
  for (const body of ['#bread', '#bread #birds', '#birds #bread']) await createPost(ann, { body })
  expect(await popularTags(2)).toEqual([
    { tag: 'bread', count: 3 },
    { tag: 'birds', count: 2 },
  ])
  vi.useRealTimers()
})
