import { createHmac } from 'node:crypto'
import { type IRateLimiterOptions, RateLimiterRes } from 'rate-limiter-flexible'
import { db, engine, Prisma, type Transaction, transaction } from '../db/db'
import { logFailure } from '../db/outage'
import { env } from '../env'
import { AppError } from '../errors'
import type { Limiter } from './limiter'

/** Seconds after which a client may try again while the database cannot count. */
const retryAfter = 5

type Row = { points: number | bigint; expiresAt: Date | string }

/**
 * Creates a limiter that counts in the database, so that all processes share the count and a restart keeps it. Keys are
 * stored as digests. It takes one read and one write for each point, so it is only for what happens rarely. An attempt
 * that is refused takes the read only.
 *
 * Its functions throw AppError `busy` when the database does not respond: an attempt that cannot be counted is refused.
 */
export function databaseLimiter({ points = 0, duration = 0, keyPrefix = '' }: IRateLimiterOptions): Limiter {
  const digest = (key: string | number) =>
    createHmac('sha256', env.AUTH_SECRET).update(`${keyPrefix}:${key}`).digest('base64url')

  async function find(key: string | number): Promise<RateLimiterRes | null> {
    const row = await db.rateLimit.findUnique({ where: { key: digest(key) } })
    return row && row.expiresAt.getTime() > Date.now() ? toResult(row, points) : null
  }

  return {
    consume: (key, spent = 1) =>
      refuseOnFailure(async () => {
        // The statement of `add` locks the row (SQLite: the database) even when it refuses. A read does not wait for locks.
        const current = await find(key)
        if (current && current.consumedPoints + spent > points) throw current
        const row = await add(digest(key), spent, { points, duration })
        if (row) return toResult(row, points)
        throw (await find(key)) ?? new RateLimiterRes(0, duration * 1000, points, false)
      }),
    get: (key) => refuseOnFailure(() => find(key)),
    reward: (key, returned = 1) =>
      refuseOnFailure(async () => {
        const spent = Prisma.sql`CASE WHEN points > ${returned} THEN points - ${returned} ELSE 0 END`
        await write(
          (tx) => tx.$executeRaw`UPDATE rate_limits SET points = ${spent} WHERE key = ${digest(key)}`,
        )
        return (await find(key)) ?? new RateLimiterRes(points, duration * 1000, 0, true)
      }),
    delete: (key) =>
      refuseOnFailure(async () => {
        return (await write((tx) => tx.$executeRaw`DELETE FROM rate_limits WHERE key = ${digest(key)}`)) > 0
      }),
  }
}

/** Runs one statement. PostgreSQL commits it without the further round trips of a transaction. */
function write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return engine === 'postgresql' ? work(db) : transaction(work)
}

/**
 * Adds points to a count, or starts a new one after the old one has expired, in one statement.
 * @returns undefined when no point is left, because other attempts at the same time have spent it
 */
async function add(
  key: string,
  spent: number,
  { points, duration }: { points: number; duration: number },
): Promise<Row | undefined> {
  const now = new Date()
  const end = new Date(now.getTime() + duration * 1000)
  const isOver = Prisma.sql`rate_limits.expires_at <= ${now}`
  const rows = await write(
    (tx) => tx.$queryRaw<Row[]>`
      INSERT INTO rate_limits (key, points, expires_at) VALUES (${key}, ${spent}, ${end})
      ON CONFLICT (key) DO UPDATE SET
        points = CASE WHEN ${isOver} THEN excluded.points ELSE rate_limits.points + excluded.points END,
        expires_at = CASE WHEN ${isOver} THEN excluded.expires_at ELSE rate_limits.expires_at END
      WHERE ${isOver} OR rate_limits.points + excluded.points <= ${points}
      RETURNING points, expires_at AS "expiresAt"`,
  )
  return rows[0]
}

function toResult(row: Row, points: number): RateLimiterRes {
  const consumed = Number(row.points)
  const left = new Date(row.expiresAt).getTime() - Date.now()
  return new RateLimiterRes(Math.max(0, points - consumed), Math.max(0, left), consumed, consumed <= 1)
}

async function refuseOnFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RateLimiterRes) throw error
    logFailure('rate-limit.database', error, 'the database does not count a limit')
    throw new AppError('busy', 'a limit cannot be counted', { retryAfter, cause: error })
  }
}

/** Deletes counts that have expired. @returns how many */
export async function purgeRateLimits(now = new Date()): Promise<number> {
  const { count } = await transaction((tx) => tx.rateLimit.deleteMany({ where: { expiresAt: { lte: now } } }))
  return count
}
