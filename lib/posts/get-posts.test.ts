import { expect, test } from 'vitest'
import { aPost, aViewer } from '../testing/factories'
import { getPosts } from './queries'

test('reads several posts without those that are missing or by blocked users', async () => {
  const ann = await aViewer()
  const [one, two] = [await aPost(ann, 'One'), await aPost(ann, 'Two')]
  const found = await getPosts(ann, [two.id, one.id, 999_999])
  expect(found.map(({ id }) => id).sort((a, b) => a - b)).toEqual([one.id, two.id])
  expect(await getPosts(ann, [])).toEqual([])
})
