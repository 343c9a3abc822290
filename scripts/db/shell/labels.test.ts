import { describe, expect, test } from 'vitest'
import { db } from '../../../lib/db/db'
import { aPost, aUser, aViewer } from '../../../lib/testing/factories'
import { full, labelledClient } from './labels'
import { formatValue, toJson } from './print'

describe('rows', () => {
  const rows = labelledClient(db)

  test('print as labels, also in lists, in relations and inside a transaction [DBR-12]', async () => {
    const john = await aViewer({ username: 'john' })
    await aPost(john, 'my first post!')
    const user = await rows.user.findFirstOrThrow()
    expect(formatValue(user)).toBe('<User john>')
    expect(formatValue(await rows.post.findMany())).toBe('[ <Post my first post!> ]')
    expect(formatValue(await rows.post.findFirst({ include: { author: true } }))).toBe(
      '<Post my first post!> { author: <User john> }',
    )
    expect(
      formatValue(
        await rows.user.findMany({ include: { posts: true, _count: { select: { posts: true } } } }),
      ),
    ).toBe('[ <User john> { posts: [ <Post my first post!> ], _count: { posts: 1 } } ]')
    expect(formatValue(await rows.user.findMany({ select: { username: true, posts: true } }))).toBe(
      "[ { username: 'john', posts: [ <Post my first post!> ] } ]",
    )
    expect(formatValue(await rows.user.findUnique({ where: { id: john.id } }).posts())).toBe(
      '[ <Post my first post!> ]',
    )
    expect(formatValue(await rows.$transaction((tx) => tx.user.findFirst()))).toBe('<User john>')
    expect(formatValue(await rows.user.findFirst({ where: { username: 'nobody' } }))).toBe('null')
  })

  test('are equal to rows without a label [DBR-12]', async () => {
    const { id } = await aUser({ username: 'john' })
    const [labelled, plain] = [
      await rows.user.findUniqueOrThrow({ where: { id } }),
      await db.user.findUniqueOrThrow({ where: { id } }),
    ]
    expect(labelled).toStrictEqual(plain)
    expect({ ...labelled }).toStrictEqual({ ...plain })
    expect(toJson(labelled)).toBe(JSON.stringify(plain))
    expect(formatValue(full(labelled))).toBe(formatValue(plain))
    expect(formatValue(full([labelled]))).toBe(formatValue([plain]))
  })

  test('print shortened bodies without control characters [DBR-12]', async () => {
    const viewer = await aViewer()
    await aPost(viewer, `red \u001b[31m and\nmore \u202ewards 👩‍👩‍👧 ${'x'.repeat(80)}`)
    expect(formatValue(await rows.post.findFirst())).toMatch(
      /^<Post red {1,2}\[31m and more {1,2}wards 👩‍👩‍👧 x+…>$/u,
    )
  })

  test('without a name print their keys [DBR-12]', async () => {
    const [ann, bob] = [await aViewer(), await aViewer({ username: 'bob' })]
    await aPost(ann, '@bob #tag')
    expect(formatValue(await rows.mention.findFirst())).toBe(`<Mention postId=1 userId=${bob.id}>`)
    expect(formatValue(await rows.postTag.findFirst())).toBe('<PostTag tag=tag postId=1>')
    expect(formatValue(await rows.session.findFirst())).toBe(`<Session ${ann.sessionId}>`)
  })
})
