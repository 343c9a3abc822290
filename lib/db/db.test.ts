import { expect, test } from 'vitest'
import { aUser } from '../testing/factories'
import { db, transaction, violatedColumn } from './db'

const rename = (id: number, displayName: string) =>
  transaction((tx) => tx.user.update({ where: { id }, data: { displayName }, select: { displayName: true } }))

test('the same statement runs again and again, with other values each time', async () => {
  const { id } = await aUser()
  for (const name of ['one', 'two', 'three']) {
    expect(await rename(id, name)).toEqual({ displayName: name })
    expect((await db.user.findUniqueOrThrow({ where: { id } })).displayName).toBe(name)
    expect(await db.$queryRaw`SELECT display_name AS name FROM users WHERE id = ${id}`).toEqual([{ name }])
  }
})

test('DBR-07 several changes commit together, and an error takes all of them back', async () => {
  const { id } = await aUser({ displayName: 'before' })
  const change = (body: string, displayName: string, stop: boolean) =>
    transaction(async (tx) => {
      const post = await tx.post.create({ data: { authorId: id, body }, select: { id: true } })
      await tx.postTag.create({ data: { tag: 'tag', postId: post.id, createdAt: new Date() } })
      await tx.user.update({ where: { id }, data: { displayName, postCount: { increment: 1 } } })
      if (stop) throw new Error('stop')
    })
  const state = async () => {
    const select = { displayName: true, postCount: true, posts: { select: { body: true, tags: true } } }
    const { posts, ...user } = await db.user.findUniqueOrThrow({ where: { id }, select })
    return { ...user, posts: posts.map(({ body, tags }) => [body, tags.length]) }
  }
  await expect(change('never', 'never', true)).rejects.toThrow('stop')
  expect(await state()).toEqual({ displayName: 'before', postCount: 0, posts: [] })
  await change('kept', 'after', false)
  expect(await state()).toEqual({ displayName: 'after', postCount: 1, posts: [['kept', 1]] })
})

test('DBR-07 a statement that the database refuses takes back those before it, and the next write runs', async () => {
  const { id } = await aUser({ displayName: 'before' })
  const refused = transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: { displayName: 'never' } })
    await tx.post.create({ data: { authorId: id + 1, body: 'of nobody' } })
  })
  await expect(refused).rejects.toMatchObject({ code: 'P2003' })
  expect((await db.user.findUniqueOrThrow({ where: { id } })).displayName).toBe('before')
  expect(await rename(id, 'after')).toEqual({ displayName: 'after' })
})

test('DBR-08 nobody reads what is not committed', async () => {
  const { id } = await aUser({ displayName: 'before' })
  await transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: { displayName: 'within' } })
    expect((await db.user.findUniqueOrThrow({ where: { id } })).displayName).toBe('before')
  })
})

test('DBR-08 of two requests at once one fails and the other keeps its changes', async () => {
  const [ann, bob] = [await aUser({ displayName: 'before' }), await aUser({ displayName: 'before' })]
  const names = async () =>
    (await db.user.findMany({ orderBy: { id: 'asc' } })).map(({ displayName }) => displayName)
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const kept = transaction(async (tx) => {
    await tx.user.update({ where: { id: ann.id }, data: { displayName: 'kept' } })
    await opened
  })
  const failed = transaction(async (tx) => {
    await tx.user.update({ where: { id: bob.id }, data: { displayName: 'taken back' } })
    throw new Error('stop')
  })
  const refusal = expect(failed).rejects.toThrow('stop')
  expect(await names()).toEqual(['before', 'before'])
  open()
  await Promise.all([kept, refusal])
  expect(await names()).toEqual(['kept', 'before'])
})

test('DBR-08 a write outside of a transaction is no part of one that is open', async () => {
  const [ann, bob] = [await aUser({ displayName: 'before' }), await aUser({ displayName: 'before' })]
  let outside: Promise<unknown> = Promise.resolve()
  const failed = transaction(async (tx) => {
    await tx.user.update({ where: { id: ann.id }, data: { displayName: 'taken back' } })
    outside = db.user.update({ where: { id: bob.id }, data: { displayName: 'kept' } }).then()
    await db.user.count()
    throw new Error('stop')
  })
  await expect(failed).rejects.toThrow('stop')
  await outside
  const names = await db.user.findMany({ orderBy: { id: 'asc' }, select: { displayName: true } })
  expect(names).toEqual([{ displayName: 'before' }, { displayName: 'kept' }])
})

test('CMP-01 a hundred write transactions of one process at once all commit', async () => {
  const { id } = await aUser()
  const step = () =>
    transaction((tx) => tx.user.update({ where: { id }, data: { postCount: { increment: 1 } } }))
  await Promise.all(Array.from({ length: 100 }, step))
  expect((await db.user.findUniqueOrThrow({ where: { id } })).postCount).toBe(100)
})

test('a refused constraint is told by its column, anything else by null', async () => {
  await aUser({ username: 'ann', email: 'username_key@example.com' })
  const refused = (again: Parameters<typeof aUser>[0]) =>
    aUser(again).then(
      () => null,
      (error) => violatedColumn(error, ['username_key', 'email_key']),
    )
  expect(await refused({ username: 'ANN', email: 'b@example.com' })).toBe('username_key')
  expect(await refused({ username: 'bob', email: 'username_key@EXAMPLE.com' })).toBe('email_key')
  expect(await refused({ username: 'x y' })).toBeNull()
  expect(violatedColumn(new Error('P2002 username_key'), ['username_key'])).toBeNull()
})
