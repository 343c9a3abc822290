import { expect, test } from 'vitest'
import { env } from '../env'
import { aUser } from '../testing/factories'
import { db, engine, transaction, violatedColumn } from './db'

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

test('a transaction that fails leaves nothing, and the next one runs', async () => {
  const { id } = await aUser()
  const fail = transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: { displayName: 'never' } })
    throw new Error('stop')
  })
  await expect(fail).rejects.toThrow('stop')
  expect(await rename(id, 'after')).toEqual({ displayName: 'after' })
})

test('nobody reads what is not committed', async () => {
  const { id } = await aUser({ displayName: 'before' })
  await transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: { displayName: 'within' } })
    expect((await db.user.findUniqueOrThrow({ where: { id } })).displayName).toBe('before')
  })
})

test('thirty write transactions at once all commit', async () => {
  const { id } = await aUser()
  const step = () =>
    transaction((tx) => tx.user.update({ where: { id }, data: { postCount: { increment: 1 } } }))
  await Promise.all(Array.from({ length: 30 }, step))
  expect((await db.user.findUniqueOrThrow({ where: { id } })).postCount).toBe(30)
})

if (engine === 'sqlite')
  test('a database that another process keeps busy costs one write, not all that follow', async () => {
    const { default: Database } = await import('better-sqlite3')
    const { id } = await aUser()
    await transaction((tx) => tx.$queryRaw`PRAGMA busy_timeout = 50`)
    const other = new Database(`${env.DATA_DIR}/roost.db`)
    other.exec('BEGIN IMMEDIATE')
    await expect(rename(id, 'blocked')).rejects.toThrow()
    other.exec('ROLLBACK')
    other.close()
    expect(await rename(id, 'free')).toEqual({ displayName: 'free' })
    await transaction((tx) => tx.$queryRaw`PRAGMA busy_timeout = 10000`)
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
