import { db } from '../db/db'

/** The usernames of the administrators, in alphabetical order. */
export async function listAdmins(): Promise<string[]> {
  const rows = await db.user.findMany({
    where: { role: 'admin' },
    orderBy: { usernameKey: 'asc' },
    select: { username: true },
  })
  return rows.map(({ username }) => username)
}
