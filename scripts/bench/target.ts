import { resolve } from 'node:path'
import { databaseLocation } from '../../lib/env/database-location'
import type { Viewer } from '../../lib/viewer'
import type { BenchSize } from '../../prisma/seed/flags'
import { settings } from './settings.mjs'

export type Target = {
  /** The settings of a server on this database. */
  env: Record<string, string>
  engine: 'sqlite' | 'postgresql'
  databaseUrl: string
  users: number
  posts: number
  lastPost: number
}

/**
 * Selects the database of the benchmark and sets process.env; must be called before lib is loaded. DATABASE_URL is used
 * only from the environment: that of .env may be a real community. The secrets are those of the installation, because
 * the build depends on them.
 * @param directory the data directory of the benchmark
 * @param sqlite ignores DATABASE_URL
 */
export function chooseTarget(directory: string, sqlite: boolean): Record<string, string> {
  const sqliteUrl = `file:${resolve(directory)}/roost.db`
  const env: Record<string, string> = {
    ...settings(),
    DATA_DIR: resolve(directory),
    DATABASE_URL: (!sqlite && process.env.DATABASE_URL) || sqliteUrl,
    APP_URL: '',
    LOG_LEVEL: 'warn',
    RATE_LIMITS: 'off',
  }
  Object.assign(process.env, env)
  return env
}

/**
 * Upgrades the database and seeds it when it has no members.
 * @throws Error when it has members that the seed has not created
 */
export async function prepareTarget(env: Record<string, string>, size: BenchSize): Promise<Target> {
  const { upgradeDatabase } = await import('../db/migrations/upgrade')
  const { databaseUrl } = await import('../../lib/env')
  const { db, engine } = await import('../../lib/db/db')
  await upgradeDatabase(databaseUrl)
  if ((await db.user.count()) === 0) {
    const { seedBench } = await import('../../prisma/seed/bench')
    await seedBench(databaseUrl, size)
  }
  const seeded = { username: { startsWith: 'bench' }, email: { endsWith: '@example.org' } }
  const users = await db.user.count({ where: seeded })
  // Posts are deleted below, so the database must not have a single real member.
  if (users !== (await db.user.count()))
    throw new Error(`The database ${databaseLocation(databaseUrl)} has real members: use another database.`)
  await deleteLeftovers()
  const posts = await db.post.aggregate({ _count: true, _max: { id: true } })
  return { env, engine, databaseUrl, users, posts: posts._count, lastPost: posts._max.id ?? 0 }
}

/** Opens sessions of as many members, and returns a Cookie header for each. */
export async function openSessions(count: number): Promise<string[]> {
  const { openSession } = await import('../../lib/sessions/mutations')
  const { db } = await import('../../lib/db/db')
  const users = await db.user.findMany({ orderBy: { id: 'desc' }, take: count, select: { id: true } })
  const cookies: string[] = []
  for (const { id } of users) {
    const token = await openSession(id, true, { ip: '', userAgent: 'npm run bench' })
    cookies.push(`roost.session=${token}`)
  }
  return cookies
}

/** Creates a token of the REST API for the first member. */
export async function createToken(): Promise<string> {
  const { hashApiToken, newApiToken } = await import('../../lib/crypto/api-token')
  const { transaction } = await import('../../lib/db/db')
  const token = newApiToken()
  const expiresAt = new Date(Date.now() + 24 * 60 * 60_000)
  const row = { userId: 1, kind: 'personal', name: 'npm run bench', scopes: 'read', expiresAt }
  await transaction((tx) =>
    tx.apiToken.create({ data: { ...row, tokenHash: hashApiToken(token) }, select: { id: true } }),
  )
  return token
}

/** Writes a conversation of the first two members that is longer than a page. */
export async function writeConversation(): Promise<void> {
  const { sendMessage } = await import('../../lib/messages/mutations')
  const [first, second] = await viewersOf([1, 2])
  if (!first || !second) return
  for (let count = 0; count < 60; count++) {
    const [sender, recipient] = count % 2 === 0 ? [first, second] : [second, first]
    await sendMessage(sender, { to: recipient.username, body: `Message ${count} of the benchmark.` })
  }
}

/** Deletes what a run has written, so that the next run starts with the same rows. Seeded posts have no key. */
export async function deleteLeftovers(): Promise<void> {
  const { transaction } = await import('../../lib/db/db')
  await transaction(async (tx) => {
    const ofRun = { submissionKey: { not: null } }
    const authors = await tx.post.groupBy({ by: ['authorId'], where: ofRun, _count: true })
    await tx.post.deleteMany({ where: ofRun })
    for (const { authorId, _count } of authors)
      await tx.user.update({ where: { id: authorId }, data: { postCount: { decrement: _count } } })
    await tx.session.deleteMany({})
    await tx.apiToken.deleteMany({})
    // The seed writes none of these.
    await tx.message.deleteMany({})
    await tx.conversation.deleteMany({})
    await tx.notification.deleteMany({})
    await tx.signal.deleteMany({})
  })
}

/** Creates viewers for members, to read feeds as them. */
export async function viewersOf(ids: number[]): Promise<Viewer[]> {
  const { viewerOf } = await import('../../prisma/seed/viewer-of')
  const viewers: Viewer[] = []
  for (const id of ids) viewers.push(await viewerOf(id))
  return viewers
}
