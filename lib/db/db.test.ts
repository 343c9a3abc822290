import { expect, test } from 'vitest'
import { aUser } from '../testing/factories'
import { afterCommit, db, transaction, violatedColumn } from './db'

const rename = (id: number, displayName: string) =>
  transaction((tx) => tx.user.update({ where: { id }, data: { displayName }, select: { displayName: true } }))

test('a cached statement runs repeatedly with different parameters', async () => {
  const { id } = await aUser()
  for (const name of ['one', 'two', 'three']) {
    expect(await rename(id, name)).toEqual({ displayName: name })
    expect((await db.user.findUniqueOrThrow({ where: { id } })).displayName).toBe(name)
    expect(await db.$queryRaw`SELECT display_name AS name FROM users WHERE id = ${id}`).toEqual([{ name }])
  }
})

test('several changes commit together, and an error rolls all of them back [DBR-07]', async () => {
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

test('a rejected statement rolls back those before it, and the next write succeeds [DBR-07]', async () => {
  const { id } = await aUser({ displayName: 'before' })
  const rejected = transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: { displayName: 'never' } })
    await tx.post.create({ data: { authorId: id + 1, body: 'no author' } })
  })
  await expect(rejected).rejects.toMatchObject({ code: 'P2003' })
  expect((await db.user.findUniqueOrThrow({ where: { id } })).displayName).toBe('before')
  expect(await rename(id, 'after')).toEqual({ displayName: 'after' })
})

test('uncommitted changes are invisible to other reads [DBR-08]', async () => {
  const { id } = await aUser({ displayName: 'before' })
  await transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: { displayName: 'within' } })
    expect((await db.user.findUniqueOrThrow({ where: { id } })).displayName).toBe('before')
  })
})

test('of two concurrent transactions one fails and the other keeps its changes [DBR-08]', async () => {
  const [ann, bob] = [await aUser({ displayName: 'before' }), await aUser({ displayName: 'before' })]
  const names = async () =>
    (await db.user.findMany({ orderBy: { id: 'asc' } })).map(({ displayName }) => displayName)
  let resume = () => {}
  const resumed = new Promise<void>((resolve) => {
    resume = resolve
  })
  const kept = transaction(async (tx) => {
    await tx.user.update({ where: { id: ann.id }, data: { displayName: 'kept' } })
    await resumed
  })
  const failed = transaction(async (tx) => {
    await tx.user.update({ where: { id: bob.id }, data: { displayName: 'rolled back' } })
    throw new Error('stop')
  })
  const rejection = expect(failed).rejects.toThrow('stop')
  expect(await names()).toEqual(['before', 'before'])
  resume()
  await Promise.all([kept, rejection])
  expect(await names()).toEqual(['kept', 'before'])
})

test('a write outside a transaction is not part of an open one [DBR-08]', async () => {
  const [ann, bob] = [await aUser({ displayName: 'before' }), await aUser({ displayName: 'before' })]
  let outside: Promise<unknown> = Promise.resolve()
  const failed = transaction(async (tx) => {
    await tx.user.update({ where: { id: ann.id }, data: { displayName: 'rolled back' } })
    outside = db.user.update({ where: { id: bob.id }, data: { displayName: 'kept' } }).then()
    await db.user.count()
    throw new Error('stop')
  })
  await expect(failed).rejects.toThrow('stop')
  await outside
  const names = await db.user.findMany({ orderBy: { id: 'asc' }, select: { displayName: true } })
  expect(names).toEqual([{ displayName: 'before' }, { displayName: 'kept' }])
})

test('100 concurrent write transactions of one process all commit [CMP-01]', async () => {
  const { id } = await aUser()
  const increment = () =>
    transaction((tx) => tx.user.update({ where: { id }, data: { postCount: { increment: 1 } } }))
  await Promise.all(Array.from({ length: 100 }, increment))
  expect((await db.user.findUniqueOrThrow({ where: { id } })).postCount).toBe(100)
})

test('a violated unique constraint is reported by its column, any other error as null', async () => {
  await aUser({ username: 'ann', email: 'username_key@example.com' })
  const violation = (user: Parameters<typeof aUser>[0]) =>
    aUser(user).then(
      () => null,
      (error) => violatedColumn(error, ['username_key', 'email_key']),
    )
  expect(await violation({ username: 'ANN', email: 'b@example.com' })).toBe('username_key')
  expect(await violation({ username: 'bob', email: 'username_key@EXAMPLE.com' })).toBe('email_key')
  expect(await violation({ username: 'x y' })).toBeNull()
  expect(violatedColumn(new Error('P2002 username_key'), ['username_key'])).toBeNull()
})

test('runs effects after the commit, and not after a rollback', async () => {
  const { id } = await aUser({ displayName: 'before' })
  const seen: Promise<string>[] = []
  const change = (displayName: string, stop: boolean) =>
    transaction(async (tx) => {
      afterCommit(tx, () => {
        seen.push(db.user.findUniqueOrThrow({ where: { id } }).then((row) => row.displayName))
      })
      await tx.user.update({ where: { id }, data: { displayName }, select: { id: true } })
      expect(seen).toEqual([])
      if (stop) throw new Error('stop')
    })
  await expect(change('never', true)).rejects.toThrow('stop')
  expect(seen).toEqual([])
  await change('after', false)
  expect(await Promise.all(seen)).toEqual(['after'])
})

test('keeps the result of a committed transaction when an effect fails, and runs the other effects', async () => {
  const { id } = await aUser()
  const seen: string[] = []
  const result = await transaction(async (tx) => {
    afterCommit(tx, () => {
      throw new Error('an effect failed')
    })
    afterCommit(tx, () => seen.push('second'))
    await tx.user.update({ where: { id }, data: { displayName: 'after' }, select: { id: true } })
    return 'committed'
  })
  expect([result, seen]).toEqual(['committed', ['second']])
})
