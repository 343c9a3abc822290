import { expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { aUser } from '../testing/factories'
import { serializeError } from './serialize-error'

const secret = 'S3cr3t-value_9'

test('contains type, message, stack, code, digest and causes, and no other fields', () => {
  const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', config: { password: secret } })
  const error = Object.assign(new TypeError('failed', { cause }), { digest: '123', parameters: [secret] })
  const logged = serializeError(error)
  expect(logged).toMatchObject({
    type: 'TypeError',
    message: 'failed',
    digest: '123',
    cause: { type: 'Error', message: 'refused', code: 'ECONNREFUSED' },
  })
  expect(logged.stack).toContain('serialize-error.test.ts')
  expect(JSON.stringify(logged)).not.toContain(secret)
})

test('ends a chain of causes that refers to itself', () => {
  const error = new Error('again')
  error.cause = error
  expect(serializeError(error).cause?.cause?.cause?.cause).toBeUndefined()
})

test('describes a thrown value that is not an error', () => {
  expect(serializeError('text')).toEqual({ type: 'string', message: 'text' })
})

test('database errors do not contain the values of a query', async () => {
  const user = await aUser({ username: 'ann' })
  const queries: (() => Promise<unknown>)[] = [
    () => db.user.create({ data: { username: secret, nothing: secret } as never }),
    () => db.user.findFirst({ where: { email: { contains: secret, mode: secret } } } as never),
    () => db.$queryRaw`SELECT ${secret} FROM no_such_table`,
    () =>
      transaction((tx) =>
        tx.user.update({ where: { id: user.id }, data: { email: { is: secret } as never } }),
      ),
    () => transaction((tx) => tx.session.create({ data: { tokenHash: secret } as never })),
  ]
  for (const query of queries) {
    const error = await query().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect(JSON.stringify(serializeError(error))).not.toContain(secret)
  }
})
