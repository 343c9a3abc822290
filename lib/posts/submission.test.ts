import { expect, test } from 'vitest'
import { db } from '../db/db'
import { deletePost } from '../deletions/mutations'
import type { AppError } from '../errors'
import { aPost, aViewer, countersOf } from '../testing/factories'
import { createPost, editPost } from './mutations'

test('rejects another text with a submission key that is already used, and stores nothing', async () => {
  const ann = await aViewer()
  const first = await createPost(ann, { body: 'the first text', submission: 'abcdefgh' })
  const edited = { body: 'the first text, edited', submission: 'abcdefgh' }
  await expect(createPost(ann, edited)).rejects.toMatchObject({ code: 'conflict' })
  expect(await db.post.findMany({ select: { id: true, body: true } })).toEqual([
    { id: first.id, body: 'the first text' },
  ])
  expect((await countersOf(ann.id)).postCount).toBe(1)
  expect(await createPost(ann, { ...edited, submission: 'ijklmnop' })).not.toEqual(first)
})

test('returns the first post for a repeated key after edits, and throws conflict after its deletion', async () => {
  const ann = await aViewer()
  const send = () => createPost(ann, { body: 'as sent', submission: 'abcdefgh' })
  const first = await send()
  for (const body of ['edited', 'edited again']) await editPost(ann, { id: first.id, body })
  expect(await send()).toEqual(first)
  await aPost(ann, 'keeps a placeholder', { replyTo: first.id })
  await deletePost(ann, first.id)
  await expect(send()).rejects.toMatchObject({ code: 'conflict' })
})

test('rejects another reply target with a submission key that is already used', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const [one, other] = [await aPost(bob, 'one'), await aPost(bob, 'other')]
  const send = (replyTo?: number) => createPost(ann, { body: 'same', submission: 'abcdefgh', replyTo })
  const first = await send(one.id)
  for (const replyTo of [other.id, first.id, undefined])
    await expect(send(replyTo)).rejects.toMatchObject({ code: 'conflict' })
  expect(await send(one.id)).toEqual(first)
  expect(await db.post.count({ where: { authorId: ann.id } })).toBe(1)
})

test('publishes exactly one of two texts that are sent concurrently with one submission key', async () => {
  const ann = await aViewer()
  const texts = ['one', 'other', 'one', 'other', 'one', 'other']
  const results = await Promise.allSettled(
    texts.map((body) => createPost(ann, { body, submission: 'abcdefgh' })),
  )
  const { body } = await db.post.findFirstOrThrow({ where: { authorId: ann.id } })
  const outcome = (text: string) => (text === body ? 'stored' : 'conflict')
  expect(
    results.map((result) => (result.status === 'fulfilled' ? 'stored' : (result.reason as AppError).code)),
  ).toEqual(texts.map(outcome))
  expect([await db.post.count(), (await countersOf(ann.id)).postCount]).toEqual([1, 1])
})
