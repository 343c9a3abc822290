import { db } from '../db/db'
import type { Admin } from '../viewer'

/** What administrators see of a member before a suspension. */
export type SuspensionView = { username: string; isSuspended: boolean }

/** The suspension of a member by their id; null when there is no such member. */
export async function getSuspension(_admin: Admin, userId: number): Promise<SuspensionView | null> {
  const user = await db.user.findUnique({
    where: { id: userId, deletedAt: null },
    select: { username: true, bannedAt: true },
  })
  return user && { username: user.username, isSuspended: user.bannedAt !== null }
}
