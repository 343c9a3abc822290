import { db, transaction } from '../db/db'
import { log } from '../log/log'
import type { Viewer } from '../viewer'

/**
 * Makes a member an administrator, or an administrator a member. Takes effect on their next request. Idempotent.
 * @param username in any case
 * @returns the name as the member writes it, and whether the role has changed; null when there is no such member
 */
export async function setRole(
  username: string,
  role: Viewer['role'],
): Promise<{ username: string; isChanged: boolean } | null> {
  const user = await db.user.findUnique({
    where: { usernameKey: username.toLowerCase() },
    select: { id: true, username: true },
  })
  if (!user) return null
  const { count } = await transaction((tx) =>
    tx.user.updateMany({ where: { id: user.id, role: { not: role } }, data: { role } }),
  )
  if (count > 0) log.info({ event: 'user.role', userId: user.id, role }, 'the role of a member has changed')
  return { username: user.username, isChanged: count > 0 }
}
