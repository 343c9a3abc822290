import { describe, expect, expectTypeOf, test } from 'vitest'
import { modelsOf } from '../../scripts/db/shell/data-model'
import { writeSignals } from '../events/signals'
import { homeFeed } from '../feeds/queries'
import { followUser } from '../follows/mutations'
import { enqueueJob } from '../jobs/enqueue'
import { mailJob } from '../mail/mail-job'
import { toPostViews } from '../posts/queries'
import { type PostRow, postColumns } from '../posts/view'
import { databaseLimiter } from '../rate-limit/database-limiter'
import { aPost, aUser, aViewer, viewerOf } from '../testing/factories'
import { insertAppRows } from '../testing/oauth'
import { createUserToken } from '../user-tokens/mutations'
import { db, engine, Prisma, transaction } from './db'

const models = modelsOf(db)
const findModel = (name: string) => models.find((model) => model.name === name)

describe('relations', () => {
  test('user.posts and post.author are relations, not columns [DBR-01]', async () => {
    const [user, post] = [findModel('User'), findModel('Post')]
    expect(user?.relations.map(({ name }) => name)).toContain('posts')
    expect(post?.relations.map(({ name }) => name)).toContain('author')
    expect(user?.scalars.map(({ column }) => column)).not.toContain('posts')
    expect(post?.scalars.map(({ column }) => column)).toContain('author_id')
    expect(post?.scalars.map(({ column }) => column)).not.toContain('author')
    const { id } = await aPost(await aViewer())
    const row = await db.post.findUniqueOrThrow({ where: { id } })
    expect(row).not.toHaveProperty('author')
    expectTypeOf(row).not.toHaveProperty('author')
  })

  test('connecting an author sets the foreign key, and an unknown author is rejected [DBR-02]', async () => {
    const author = await aUser()
    const create = (id: number) =>
      transaction((tx) => tx.post.create({ data: { body: 'my first post!', author: { connect: { id } } } }))
    expect(await create(author.id)).toMatchObject({ authorId: author.id })
    await expect(create(author.id + 1)).rejects.toThrow()
    const direct = { body: 'no author', authorId: author.id + 1 }
    await expect(transaction((tx) => tx.post.create({ data: direct }))).rejects.toThrow()
    expect(await db.post.count()).toBe(1)
  })

  test('a member without posts has an empty list [DBR-03]', async () => {
    const { id } = await aUser()
    expect(await db.user.findUnique({ where: { id } }).posts()).toEqual([])
    expect(await db.user.findUnique({ where: { id }, include: { posts: true } })).toMatchObject({ posts: [] })
    expect(await db.post.findMany({ where: { authorId: id } })).toEqual([])
    expect((await homeFeed(await viewerOf(id), null, 9)).items).toEqual([])
  })

  test('querying from the member or from the posts returns the same rows [CMP-04]', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    for (const [viewer, body] of [
      [ann, 'one'],
      [bob, 'two'],
      [ann, 'three'],
    ] as const)
      await aPost(viewer, body)
    const orderBy = { id: 'asc' } as const
    const fromMember = await db.user.findUnique({ where: { id: ann.id } }).posts({ orderBy })
    expect(fromMember?.map(({ body }) => body)).toEqual(['one', 'three'])
    expect(await db.post.findMany({ where: { authorId: ann.id }, orderBy })).toEqual(fromMember)
  })
})

test('the compiler and Prisma Client reject invalid fields of a row [CMP-05]', async () => {
  const { id: authorId } = await aUser()
  const wrong = [
    // @ts-expect-error a post has no title
    () => db.post.create({ data: { body: 'x', authorId, title: 'x' } }),
    // @ts-expect-error a post has a body
    () => db.post.create({ data: { authorId } }),
    // @ts-expect-error an id is a number
    () => db.post.create({ data: { body: 'x', authorId: String(authorId) } }),
    // @ts-expect-error a body is not null
    () => db.post.create({ data: { body: null, authorId } }),
  ]
  for (const create of wrong) await expect(create()).rejects.toThrow()
  expect(await db.post.count()).toBe(0)
})

test('deleting a member deletes all rows that belong to them, and no others [DBR-04]', async () => {
  const [gone, stays] = [await aViewer({ username: 'gone' }), await aViewer({ username: 'stays' })]
  for (const [one, other] of [
    [gone, stays],
    [stays, gone],
  ] as const) {
    await followUser(one, other.username)
    const { id: postId } = await aPost(one, `hello @${other.username} #tag`)
    const pair = { userId: other.id, postId }
    const userId = one.id
    await transaction(async (tx) => {
      await tx.account.create({
        data: { userId, type: 'oauth', provider: 'github', providerAccountId: one.username },
      })
      await tx.like.create({ data: pair })
      await tx.bookmark.create({ data: pair })
      await tx.postRevision.create({ data: { postId, body: 'before', createdAt: new Date() } })
      await tx.postTranslation.create({
        data: { postId, language: 'es', text: 'hola', revisedAt: new Date() },
      })
      await tx.mute.create({ data: { muterId: userId, mutedId: other.id } })
      const message = await tx.message.create({
        data: { senderId: userId, recipientId: other.id, body: 'psst' },
      })
      const last = { lastMessageId: message.id, lastMessageAt: message.createdAt }
      await tx.conversation.create({ data: { ownerId: userId, partnerId: other.id, ...last } })
      const notification = await tx.notification.create({
        data: { userId, kind: 'like', subjectId: postId, updatedAt: new Date() },
      })
      await tx.notificationActor.create({
        data: { notificationId: notification.id, actorId: other.id, createdAt: new Date() },
      })
      await tx.notificationOptOut.create({ data: { userId, kind: 'follow' } })
      await tx.digestSubscription.create({ data: { userId, frequency: 'daily', dueAt: new Date() } })
      await tx.savedSearch.create({ data: { userId, query: '#tag' } })
      const usernameKey = `former_${one.username}`
      await tx.releasedUsername.create({ data: { usernameKey, userId, expiresAt: new Date() } })
      const email = `former_${one.username}@example.com`
      await tx.releasedEmail.create({ data: { email, emailKey: email, userId, expiresAt: new Date() } })
      const deletion = { snapshot: '{}', deletedAt: new Date() }
      await tx.export.create({ data: { id: `export-${userId}`, userId, kind: 'posts', locale: 'en' } })
      await tx.import.create({ data: { id: `import-${userId}`, userId } })
      await tx.deletedPost.create({ data: { postId: -postId, userId, ...deletion } })
      await createUserToken(tx, { userId, purpose: 'reset-password' })
      const token = { tokenHash: `token-${userId}`, kind: 'personal', scopes: 'read', expiresAt: new Date() }
      await tx.apiToken.create({ data: { userId, ...token } })
      const webhook = { userId, url: 'https://hook.example/', events: 'like', secret: 'x' }
      const { id: webhookId } = await tx.webhook.create({ data: webhook })
      const waiting = { event: 'like', createdAt: new Date(), nextAttemptAt: new Date() }
      await tx.webhookDelivery.create({ data: { id: `delivery-${userId}`, webhookId, ...waiting } })
      await insertAppRows(tx, userId)
      await enqueueJob(tx, mailJob, { to: 'ann@example.com', subject: 'Hello', text: 'Hello' })
      await writeSignals(tx, [{ userId, name: 'unread_notification_count', payload: 1 }])
    })
  }
  await databaseLimiter({ points: 2, duration: 60 }).consume(gone.id)
  const pairs = [gone, stays].map(({ id }) => id)
  const blocksOf = ([blockerId = 0, blockedId = 0]: number[]) => ({ blockerId, blockedId })
  const blocks = [pairs, pairs.toReversed()].map(blocksOf)
  await transaction((tx) => tx.block.createMany({ data: blocks }))
  const times = { requestedAt: new Date(), dueAt: new Date() }
  await transaction((tx) =>
    tx.accountDeletion.createMany({ data: pairs.map((userId) => ({ userId, ...times })) }),
  )
  await transaction((tx) => tx.user.delete({ where: { id: gone.id } }))

  const counts: Record<string, number> = {}
  for (const { name, table } of models)
    counts[name] = Number(
      (await db.$queryRaw<{ n: number | bigint }[]>`SELECT COUNT(*) AS n FROM ${Prisma.raw(`"${table}"`)}`)[0]
        ?.n,
    )
  // There were two rows of each kind, and four notifications: a like and a follow for each member.
  expect(counts).toEqual({
    ...{ User: 1, Account: 1, Session: 1, Follow: 0, Post: 1, Mention: 0, PostTag: 1, PostRevision: 1 },
    ...{ Like: 0, Bookmark: 0, Block: 0, Mute: 0, Message: 0, Conversation: 0, SavedSearch: 1 },
    ...{ Notification: 2, NotificationActor: 0, NotificationOptOut: 1, Signal: 1, SignalClock: 1 },
    DigestSubscription: 1,
    ...{
      PostSearch: 1,
      UserSearch: 1,
      ReleasedUsername: 2,
      ReleasedEmail: 1,
      DeletedPost: 1,
      UserToken: 1,
      ApiToken: 1,
      ...{ OAuthApp: 1, OAuthGrant: 1, OAuthRefreshToken: 1 },
      PostTranslation: 1,
    },
    ...{ Export: 2, AccountDeletion: 1, Import: 2, Webhook: 1, WebhookDelivery: 1 },
    // Jobs belong to no member, and counts of limits are pseudonymous.
    Job: 2,
    RateLimit: 1,
  })
  // A released username stays reserved after its former owner is deleted.
  expect(await db.releasedUsername.findUnique({ where: { usernameKey: 'former_gone' } })).toMatchObject({
    userId: null,
  })
  expect(await db.post.findFirst()).toMatchObject({ body: 'hello @gone #tag', authorId: stays.id })
})

test('a post whose author is deleted during the render of its page is still complete [DBR-05]', async () => {
  const [ann, fan] = [
    await aViewer({ username: 'ann', displayName: 'Ann' }),
    await aViewer({ username: 'fan' }),
  ]
  const { id } = await aPost(ann, 'hello @fan')
  // The first of the two queries of every feed returns author and post in one row, so neither appears alone.
  const rows = await db.$queryRaw<PostRow[]>`
    SELECT ${postColumns(fan)} FROM posts p JOIN users u ON u.id = p.author_id WHERE p.id = ${id}`
  await transaction((tx) => tx.user.delete({ where: { id: ann.id } }))
  const [view] = await toPostViews(fan, rows)
  expect(view).toMatchObject({ id, body: 'hello @fan', author: { username: 'ann', displayName: 'Ann' } })
  expect((await homeFeed(fan, null, 9)).items).toEqual([])
})

test('feeds read concurrently with deletions of authors contain complete posts only [DBR-05]', async () => {
  const fan = await aViewer()
  const authors = await Promise.all(Array.from({ length: 12 }, () => aViewer()))
  for (const author of authors) {
    await followUser(fan, author.username)
    await aPost(author, `by ${author.username}`)
  }
  const removals = authors.map((author) => transaction((tx) => tx.user.delete({ where: { id: author.id } })))
  const pages = await Promise.all(Array.from({ length: 24 }, () => homeFeed(fan, null, 50)))
  await Promise.all(removals)
  for (const { items } of pages)
    for (const post of items) expect(post.body).toBe(`by ${post.author.username}`)
  expect((await homeFeed(fan, null, 50)).items).toEqual([])
})

/** The columns of every index of a table, in order, read from the database catalog. */
async function indexesOf(table: string): Promise<{ columns: string; unique: boolean }[]> {
  const rows =
    engine === 'sqlite'
      ? await db.$queryRaw<{ name: string; column: string; uniq: number | bigint | boolean }[]>`
          SELECT l.name, i.name AS "column", l."unique" AS uniq
          FROM pragma_index_list(${table}) l JOIN pragma_index_info(l.name) i ORDER BY l.name, i.seqno`
      : await db.$queryRaw<{ name: string; column: string; uniq: number | bigint | boolean }[]>`
          SELECT c.relname AS name, a.attname AS "column", x.indisunique AS uniq
          FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
          JOIN pg_attribute a ON a.attrelid = x.indexrelid
          WHERE x.indrelid = ${table}::text::regclass ORDER BY c.relname, a.attnum`
  const indexes = new Map<string, { columns: string; unique: boolean }>()
  for (const { name, column, uniq } of rows) {
    const before = indexes.get(name)?.columns
    indexes.set(name, { columns: before ? `${before} ${column}` : column, unique: Boolean(Number(uniq)) })
  }
  return [...indexes.values()]
}

test('usernames and emails have a unique index, and posts are indexed by time and by author [DBR-06]', async () => {
  const users = await indexesOf('users')
  for (const columns of ['username_key', 'email_key']) expect(users).toContainEqual({ columns, unique: true })
  const posts = await indexesOf('posts')
  for (const columns of ['created_at id', 'author_id created_at id'])
    expect(posts).toContainEqual({ columns, unique: false })
})

test('every table and column is mapped to a name in snake_case [DBR-11]', () => {
  const snake = /^[a-z]+(_[a-z]+)*$/
  expect(models.length).toBeGreaterThan(6)
  for (const { name, table, scalars } of models) {
    expect(table, name).toMatch(snake)
    for (const { column } of scalars) expect(column, name).toMatch(snake)
  }
})
