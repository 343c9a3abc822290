import { db, Prisma, type Transaction } from '../db/db'
import { log } from '../log/log'
import { publish } from './events'
import { checkedPayload, readPayload, type SignalPayload } from './payloads'

/** The latest value of a named thing, and its position in the user's signals (microseconds since 1970). */
export type Signal = SignalPayload & { subject: string; position: bigint }

/** A value that replaces the user's latest one of the same name and subject. */
export type NewSignal = {
  userId: number
  name: string
  /** The payload of lib/events/payloads.ts for the name, or a function that reads it while the user's signals are locked. */
  payload: unknown | (() => Promise<unknown>)
  subject?: string
}

/**
 * Writes signals within the transaction that changes their values. Of several with the same user, name and subject, the
 * last one counts. The users' signals are locked in ascending order of the user ids: the lock order of lib/db/locks.ts. One
 * statement locks and one writes, because other transactions of these users wait for the locks. Call `publishSignals`
 * after commit.
 */
export async function writeSignals(tx: Transaction, signals: NewSignal[]): Promise<void> {
  const keyOf = ({ userId, name, subject }: NewSignal) => `${userId} ${name} ${subject ?? ''}`
  const latest = [...new Map(signals.map((signal) => [keyOf(signal), signal])).values()]
  const ordered = latest.toSorted((a, b) => a.userId - b.userId)
  if (ordered.length === 0) return
  const positions = await reservePositions(
    tx,
    ordered.map(({ userId }) => userId),
  )
  const rows: Prisma.Sql[] = []
  for (const [at, { userId, name, payload, subject = '' }] of ordered.entries()) {
    const { data } = checkedPayload(name, typeof payload === 'function' ? await payload() : payload)
    rows.push(Prisma.sql`(${userId}, ${name}, ${subject}, ${JSON.stringify(data)}, ${positions[at]})`)
  }
  await tx.$executeRaw`
    INSERT INTO signals (user_id, name, subject, payload, position) VALUES ${Prisma.join(rows)}
    ON CONFLICT (user_id, name, subject) DO UPDATE SET payload = excluded.payload, position = excluded.position`
}

/**
 * Locks the signals of these users until commit: a reader that has reached a position has seen every earlier signal.
 * @param userIds in ascending order, each once per signal
 * @returns a position for each signal, later than all positions of its user
 */
async function reservePositions(tx: Transaction, userIds: number[]): Promise<bigint[]> {
  const now = BigInt(Date.now()) * 1000n
  const lengths = new Map<number, bigint>()
  for (const userId of userIds) lengths.set(userId, (lengths.get(userId) ?? 0n) + 1n)
  const rows = [...lengths].map(([userId, length]) => Prisma.sql`(${userId}, ${now + length - 1n})`)
  const clocks = await tx.$queryRaw<{ userId: number | bigint; position: number | bigint }[]>`
    INSERT INTO signal_clocks (user_id, position) VALUES ${Prisma.join(rows)}
    ON CONFLICT (user_id) DO UPDATE SET position = CASE
      WHEN signal_clocks.position >= ${now} THEN signal_clocks.position + excluded.position - ${now} + 1
      ELSE excluded.position END
    RETURNING user_id AS "userId", position`
  const ends = new Map(clocks.map(({ userId, position }) => [Number(userId), BigInt(position)]))
  return userIds.map((userId) => {
    const left = (lengths.get(userId) ?? 1n) - 1n
    lengths.set(userId, left)
    return (ends.get(userId) ?? now) - left
  })
}

/** Notifies the open pages of these users of new signals. Call it after commit. Does nothing for an empty list. */
export function publishSignals(userIds: number[]): void {
  if (userIds.length > 0) publish({ type: 'signals', userIds: userIds.toSorted((a, b) => a - b) })
}

/** The user's signals after `position`, in order; each subject once, with its latest value. */
export async function signalsSince(userId: number, position: bigint): Promise<Signal[]> {
  const rows = await db.signal.findMany({
    where: { userId, position: { gt: position } },
    orderBy: { position: 'asc' },
  })
  return rows.flatMap(({ name, subject, payload, position }) => {
    const read = readPayload(name, payload)
    if (read) return [{ ...read, subject, position }]
    log.error({ event: 'signal.unreadable', userId, signal: name }, 'skipped an unreadable signal')
    return []
  })
}

/** A signal as sent to pages. */
export type SignalJson = { name: string; data: unknown; timestamp: number; subject?: string }

/**
 * Converts positions to seconds. A double resolves a quarter of a microsecond in this century, so no two signals of a
 * user share a timestamp.
 */
export function toSignalJson({ name, data, subject, position }: Signal): SignalJson {
  return { name, data, timestamp: Number(position) / 1e6, ...(subject && { subject }) }
}

/** A position before every signal with a later timestamp than `seconds`, one microsecond lower because of rounding. */
export function positionBefore(seconds: number): bigint {
  const micros = Math.floor(seconds * 1e6) - 1
  return micros > 0 ? BigInt(Math.min(micros, Number.MAX_SAFE_INTEGER)) : 0n
}

/** Names of the signals about messages. */
export const messageSignals = ['message', 'messages_read', 'unread_message_count']

/** Whether a signal reveals senders of messages, or the number of unread messages. */
export function isAboutMessages(name: string): boolean {
  return messageSignals.includes(name)
}
