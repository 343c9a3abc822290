import type { Transaction } from '../db/db'

/**
 * Notes a new value within the transaction that changes it; the value before is forgotten. Call `publish` with a
 * `signals` event after commit. Several members in one transaction go in the order of their ids, so that two
 * transactions never wait for each other.
 * @param payload Anything that JSON can say.
 */
export async function writeSignal(
  tx: Transaction,
  userId: number,
  name: string,
  payload: unknown,
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
  const key = { userId, name, subject }
  const data = { payload: JSON.stringify(payload), position }
  await tx.signal.upsert({
    where: { userId_name_subject: key },
    create: { ...key, ...data },
    update: data,
    select: { userId: true },
  })
}
