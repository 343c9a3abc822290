import { describe, expect, test } from 'vitest'
import { db } from '../db/db'
import { aPost, aViewer } from '../testing/factories'
import { editPost } from './mutations'

const rowOf = (id: number) => db.post.findUnique({ where: { id } })

describe('revisions of a post', () => {
  const versionsOf = (postId: number) =>
    db.postRevision.findMany({ where: { postId }, orderBy: { id: 'asc' } })

  test('are stored with the time of each version', async () => {
    const ann = await aViewer()
    const { id, createdAt } = await aPost(ann, 'one')
    await editPost(ann, { id, body: 'two' })
    const edited = (await rowOf(id))?.editedAt
    await editPost(ann, { id, body: 'three' })
    expect((await versionsOf(id)).map((one) => [one.body, one.createdAt])).toEqual([
      ['one', createdAt],
      ['two', edited],
    ])
  })

  test('are not created by saving an unchanged body, which does not mark the post as edited', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'as it was')
    await editPost(ann, { id, body: 'as it was' })
    expect([await versionsOf(id), (await rowOf(id))?.editedAt]).toEqual([[], null])
  })

  test('are created by concurrent edits, one per body', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'first')
    await Promise.all(Array.from({ length: 10 }, (_, at) => editPost(ann, { id, body: `${at}` })))
    const bodies = [...(await versionsOf(id)).map(({ body }) => body), (await rowOf(id))?.body]
    expect([bodies[0], new Set(bodies).size]).toEqual(['first', 11])
  })
})
