import { db, engine } from '../db/db'

/**
 * How far a page has heard: its member's last signal, and the highest id of a post. `open` are ids below that may still
 * be committed: PostgreSQL gives ids out before posts are, and a later one can be first.
 */
export type Position = { signal: bigint; post: number; open: number[] }

/** How many ids below the highest may be open. */
export const maxOpen = 20

const pattern = /^(\d{1,16})\.(\d{1,10})((?:-\d{1,10}){0,20})$/

/** `<microseconds of the last signal>.<id of the last post>`, and after a hyphen each id that is open. */
export const formatPosition = ({ signal, post, open }: Position): string =>
  `${signal}.${[post, ...open].join('-')}`

/** @returns null for what is no position; whether it is one that was given out, only the database knows. */
export function parsePosition(text: string | null | undefined): Position | null {
  const match = pattern.exec(text ?? '')
  if (!match) return null
  const [post = 0, ...open] = `${match[2]}${match[3]}`.split('-').map(Number)
  return post < 2 ** 31 ? { signal: BigInt(match[1] as string), post, open } : null
}

/** How far there is to hear for a member right now. */
export async function latestPosition(userId: number): Promise<Position> {
  const [signal, { post, open }] = await Promise.all([lastSignal(userId), lastPost()])
  return { signal, post, open }
}

async function lastSignal(userId: number): Promise<bigint> {
  const clock = await db.$queryRaw<{ position: bigint | number }[]>`
    SELECT position FROM signal_clocks WHERE user_id = ${userId}`
  return BigInt(clock[0]?.position ?? 0)
}

/** On SQLite, where one transaction writes at a time, posts are committed in the order of their ids. */
async function lastPost(): Promise<{ post: number; open: number[] }> {
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT id FROM posts ORDER BY id DESC LIMIT ${engine === 'sqlite' ? 1 : maxOpen}`
  const ids = new Set(rows.map(({ id }) => id))
  const [post = 0] = ids
  return { post, open: idsBetween(Math.min(post, ...ids), post).filter((id) => !ids.has(id)) }
}

/** The ids between two, of which only the highest can matter. */
export const idsBetween = (low: number, high: number): number[] => {
  const first = Math.max(low + 1, high - maxOpen)
  return Array.from({ length: Math.max(0, high - first) }, (_, at) => first + at)
}
