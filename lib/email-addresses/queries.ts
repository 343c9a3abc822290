import type { Transaction } from '../db/db'

/** Whether an address belongs to another user, or is reserved for one who replaced it less than seven days ago. */
export async function isEmailTaken(
  reader: Pick<Transaction, 'user' | 'releasedEmail'>,
  emailKey: string,
  ownId: number,
  now = new Date(),
): Promise<boolean> {
  const owner = await reader.user.findUnique({ where: { emailKey }, select: { id: true } })
  if (owner) return owner.id !== ownId
  return isEmailReserved(reader, emailKey, ownId, now)
}

/** Whether an address is reserved for another user, who replaced it less than seven days ago. */
export async function isEmailReserved(
  reader: Pick<Transaction, 'releasedEmail'>,
  emailKey: string,
  ownId: number,
  now = new Date(),
): Promise<boolean> {
  const released = await reader.releasedEmail.findUnique({ where: { emailKey } })
  return released !== null && released.expiresAt > now && released.userId !== ownId
}
