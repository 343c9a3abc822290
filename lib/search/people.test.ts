import { expect, test } from 'vitest'
import { db, engine, Prisma, transaction } from '../db/db'
import { aViewer } from '../testing/factories'
import { userTokens } from '../text/search-row'
import { parseQuery } from './parse-query'
import { peopleSql, searchPeople } from './queries'

/** Inserts rows of members directly. */
async function insertMembers(count: number) {
  const names = Array.from({ length: count }, (_, at) => ({
    username: `heron_${at}`,
    displayName: `Bird ${at}`,
  }))
  await transaction(async (tx) => {
    const data = names.map(({ username, displayName }) => {
      const email = `${username}@example.com`
      return { username, usernameKey: username, displayName, email, emailKey: email }
    })
    const users = await tx.user.createManyAndReturn({
      data,
      select: { id: true, username: true, displayName: true },
    })
    await tx.userSearch.createMany({
      data: users.map((user) => ({ userId: user.id, tokens: userTokens(user) })),
    })
  })
}

test('finds words of names with the full-text index, in any position and after a change', async () => {
  const ann = await aViewer()
  await insertMembers(3000)
  const names = async (text: string) =>
    (await searchPeople(ann, parseQuery(text))).map(({ username }) => username)
  expect(await names('heron_1234')).toEqual(['heron_1234'])
  expect(await names('bird 2999')).toEqual(['heron_2999'])
  expect(await names('2999 bi')).toEqual(['heron_2999'])
  expect(await names('ird')).toEqual([])
  const { id } = await db.user.findUniqueOrThrow({ where: { usernameKey: 'heron_1234' } })
  await transaction((tx) => tx.userSearch.update({ where: { userId: id }, data: { tokens: ' kingfisher ' } }))
  expect([await names('kingf'), await names('heron_1234')]).toEqual([['heron_1234'], []])

  await transaction((tx) => tx.$executeRaw`ANALYZE`)
  const explain = engine === 'sqlite' ? Prisma.sql`EXPLAIN QUERY PLAN` : Prisma.sql`EXPLAIN`
  const steps = await db.$queryRaw<object[]>(Prisma.sql`${explain} ${peopleSql(ann, ['kingf'], '')}`)
  const plan = steps.flatMap((step) => Object.values(step)).join('\n')
  expect(plan).toMatch(engine === 'sqlite' ? /SCAN user_fts VIRTUAL TABLE/ : /user_search_tokens_idx/)
  expect(plan).not.toMatch(/SCAN us\b|Seq Scan on user_search/)
})
