import { db, type Transaction } from '../db/db'
import { log } from '../log/log'
import { checkedPayload, readPayload, type SignalPayload } from './payloads'

/** The latest value of something, at its place in the order of the member's signals (microseconds since 1970). */
export type Signal = SignalPayload & { subject: string; position: bigint }

/**
 * Notes a new value within the transaction that changes it; the value before is forgotten. Call `publish` with a
 * `signals` event after commit. Several members in one transaction go in the order of their ids, so that two
 * transactions never wait for each other.
 * @param payload As lib/events/payloads.ts has it for the name. A function is called once nobody else can write a signal
 * of the member before this one commits: what it counts then is what holds.
 */
export async function writeSignal(
  tx: Transaction,
  userId: number,
  name: string,
  payload: unknown | (() => Promise<unknown>),
  subject = '',
): Promise<void> {
  const now = BigInt(Date.now()) * 1000n
  // The row is locked from here to the commit: who reads up to a position has seen all before it.
  const [clock] = await tx.$queryRaw<{ position: bigint | number }[]>`
    INSERT INTO signal_clocks (user_id, position) VALUES (${userId}, ${now})
    ON CONFLICT (user_id) DO UPDATE SET position = CASE
      WHEN signal_clocks.position >= ${now} THEN signal_clocks.position + 1 ELSE ${now} END
    RETURNING position`
  const position = BigInt(clock?.position ?? now)
  const { data: checked } = checkedPayload(name, typeof payload === 'function' ? await payload() : payload)
  const key = { userId, name, subject }
  const data = { payload: JSON.stringify(checked), position }
  await tx.signal.upsert({
    where: { userId_name_subject: key },
    create: { ...key, ...data },
    update: data,
    select: { userId: true },
  })
}

/** What changed for a member after `position`, in the order in which it did; each thing once, with its latest value. */
export async function signalsSince(userId: number, position: bigint): Promise<Signal[]> {
  const rows = await db.signal.findMany({
    where: { userId, position: { gt: position } },
    orderBy: { position: 'asc' },
  })
  return rows.flatMap(({ name, subject, payload, position }) => {
    const read = readPayload(name, payload)
    if (read) return [{ ...read, subject, position }]
    log.error({ event: 'signal.unreadable', userId, signal: name }, 'a signal was left out')
    return []
  })
}

/** A signal as pages get it. */
export type SignalJson = { name: string; data: unknown; timestamp: number; subject?: string }

/**
 * Positions become seconds. A double tells microseconds of this century apart (its steps are a quarter of one), so two
 * signals never share a timestamp.
 */
export function toSignalJson({ name, data, subject, position }: Signal): SignalJson {
  return { name, data, timestamp: Number(position) / 1e6, ...(subject && { subject }) }
}

/** The position just before everything that has a later timestamp than `seconds`; rounding leaves one to spare. */
export function positionBefore(seconds: number): bigint {
  const micros = Math.floor(seconds * 1e6) - 1
  return micros > 0 ? BigInt(Math.min(micros, Number.MAX_SAFE_INTEGER)) : 0n
}
