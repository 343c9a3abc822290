import { resolve } from 'node:path'
import type { Viewer } from '../../lib/viewer-type'
import type { BenchSize } from '../../prisma/seed/flags'
import { settings } from './settings.mjs'

export type Target = {
  /** The settings that a server needs to work on this database. */
  env: Record<string, string>
  engine: 'sqlite' | 'postgresql'
  databaseUrl: string
  users: number
  posts: number
  lastPost: number
}

/**
 * Settles on a database and points this process at it; to be called before anything of lib is loaded.
 * DATABASE_URL counts only when it is given for this run: the one in .env is where people live.
 * The secrets are those of the ordinary installation: the build depends on them and serves both.
 * @param directory Data directory of the benchmark.
 * @param sqlite Leaves DATABASE_URL aside.
 */
export function chooseTarget(directory: string, sqlite: boolean): Record<string, string> {
  const own = `file:${resolve(directory)}/roost.db`
  const env: Record<string, string> = {
    ...settings(),
    DATA_DIR: resolve(directory),
    DATABASE_URL: (!sqlite && process.env.DATABASE_URL) || own,
    APP_URL: '',
    LOG_LEVEL: 'warn',
    RATE_LIMITS: 'off',
  }
  Object.assign(process.env, env)
  return env
}

/** Upgrades the database and seeds it when nobody is there yet. */
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
  // Posts are about to be removed: a single member whom the seed did not make is one too many.
  if (users !== (await db.user.count()))
    throw new Error(`The database ${where(databaseUrl)} holds a community of people: name another database.`)
  await removeLeftovers()
  const posts = await db.post.aggregate({ _count: true, _max: { id: true } })
  return { env, engine, databaseUrl, users, posts: posts._count, lastPost: posts._max.id ?? 0 }
}

const where = (url: string) =>
  url.startsWith('file:') ? url.slice('file:'.length) : new URL(url).pathname.slice(1)

/** Posts and sessions that a run has made, so that the next one finds the same rows. Seeded posts have no form's key. */
export async function removeLeftovers(): Promise<void> {
  const { transaction } = await import('../../lib/db/db')
  await transaction(async (tx) => {
    const written = { submissionKey: { not: null } }
    const authors = await tx.post.groupBy({ by: ['authorId'], where: written, _count: true })
    await tx.post.deleteMany({ where: written })
    for (const { authorId, _count } of authors)
      await tx.user.update({ where: { id: authorId }, data: { postCount: { decrement: _count } } })
    await tx.session.deleteMany({})
  })
}

/** Members to read feeds as. */
export async function viewersOf(ids: number[]): Promise<Viewer[]> {
  const { viewerOf } = await import('../../prisma/seed/viewer-of')
  const viewers: Viewer[] = []
  for (const id of ids) viewers.push(await viewerOf(id))
  return viewers
}
