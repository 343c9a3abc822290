import { db, engine } from '../db/db'
import { messageSignals } from './signals'

/**
 * What a page has received: the user's signals up to `signal`, and the posts up to the id `post` except `gaps`. Gaps are
 * lower ids that may still be committed, because PostgreSQL assigns ids before transactions commit.
 */
export type Position = { signal: bigint; post: number; gaps: number[] }

/** Maximum number of gaps in a position. */
export const maxGaps = 20

const pattern = /^(\d{1,16})\.(\d{1,10})((?:-\d{1,10}){0,20})$/

/** Formats a position as `<microseconds of the signal>.<id of the post>`, followed by a hyphen and the id of each gap. */
export function formatPosition({ signal, post, gaps }: Position): string {
  return `${signal}.${[post, ...gaps].join('-')}`
}

/** @returns null for malformed text; a forged position can only be detected in the database */
export function parsePosition(text: string | null | undefined): Position | null {
  const match = pattern.exec(text ?? '')
  if (!match) return null
  const [post = 0, ...gaps] = `${match[2]}${match[3]}`.split('-').map(Number)
  return post < 2 ** 31 ? { signal: BigInt(match[1] as string), post, gaps } : null
}

/**
 * The position after everything that a user can receive now.
 * @param includesMessages false leaves out signals about messages, so that the position does not reveal the time of a
 * message
 */
export async function latestPosition(userId: number, includesMessages = true): Promise<Position> {
  const signals = includesMessages ? latestSignal(userId) : latestSignalWithoutMessages(userId)
  const [signal, { post, gaps }] = await Promise.all([signals, latestPost()])
  return { signal, post, gaps }
}

async function latestSignal(userId: number): Promise<bigint> {
  const clock = await db.$queryRaw<{ position: bigint | number }[]>`
    SELECT position FROM signal_clocks WHERE user_id = ${userId}`
  return BigInt(clock[0]?.position ?? 0)
}

async function latestSignalWithoutMessages(userId: number): Promise<bigint> {
  const latest = await db.signal.findFirst({
    where: { userId, name: { notIn: messageSignals } },
    orderBy: { position: 'desc' },
    select: { position: true },
  })
  return latest?.position ?? 0n
}

/** SQLite has no gaps: one transaction writes at a time, so that posts are committed in the order of their ids. */
async function latestPost(): Promise<{ post: number; gaps: number[] }> {
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT id FROM posts ORDER BY id DESC LIMIT ${engine === 'sqlite' ? 1 : maxGaps}`
  const ids = new Set(rows.map(({ id }) => id))
  const [post = 0] = ids
  return { post, gaps: idsBetween(Math.min(post, ...ids), post).filter((id) => !ids.has(id)) }
}

/** The ids between `low` and `high`, exclusive, at most the highest `maxGaps` of them. */
export function idsBetween(low: number, high: number): number[] {
  const first = Math.max(low + 1, high - maxGaps)
  return Array.from({ length: Math.max(0, high - first) }, (_, index) => first + index)
}
