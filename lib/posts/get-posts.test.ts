import { expect, test } from 'vitest'
import { aPost, aViewer } from '../testing/factories'
import { getPosts } from './queries'

test('returns several posts without missing ones', async () => {
  const ann = await aViewer()
  const [one, two] = [await aPost(ann, 'One'), await aPost(ann, 'Two')]
  const found = await getPosts(ann, [two.id, one.id, 999_999])
  expect(found.map(({ id }) => id).sort((a, b) => a - b)).toEqual([one.id, two.id])
  expect(await getPosts(ann, [])).toEqual([])
})
