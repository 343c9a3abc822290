import { PrismaAdapter } from '@auth/prisma-adapter'
import type { Adapter, AdapterAccount, AdapterUser } from 'next-auth/adapters'
import { db, transaction } from './db/db'
import { signUpFromProvider } from './users/mutations'

type Row = {
  id: number
  email: string
  displayName: string
  emailVerified: Date | null
  bannedAt: Date | null
}

/** Auth.js counts its ids in strings, the database in numbers. A banned member counts as unknown. */
function toAdapterUser(row: Row | null | undefined): AdapterUser | null {
  if (!row || row.bannedAt) return null
  return { id: String(row.id), email: row.email, name: row.displayName, emailVerified: row.emailVerified }
}

const stock = PrismaAdapter(db)

/**
 * The Prisma adapter of Auth.js over our own tables: members and their accounts at other providers. Sessions are
 * ours (mutations.ts), so its session methods are never called.
 */
export const accountAdapter: Adapter = {
  ...stock,
  async createUser(user) {
    const wanted =
      (user as { username?: string }).username ?? user.name ?? user.email.split('@')[0] ?? 'member'
    const { id } = await signUpFromProvider(wanted, user.email, user.name ?? '')
    return { ...user, id: String(id) }
  },
  async getUser(id) {
    return toAdapterUser(await db.user.findUnique({ where: { id: Number(id) } }))
  },
  async getUserByEmail(email) {
    return toAdapterUser(await db.user.findUnique({ where: { emailKey: email.toLowerCase() } }))
  },
  async getUserByAccount(account) {
    const found = await stock.getUserByAccount?.(account)
    return toAdapterUser(found as unknown as Row | null)
  },
  async updateUser(user) {
    const { emailVerified } = user
    const id = Number(user.id)
    const row = await transaction((tx) =>
      tx.user.update({ where: { id }, data: { emailVerified: emailVerified ?? null } }),
    )
    return toAdapterUser(row) as AdapterUser
  },
  async linkAccount(account) {
    const { userId, type, provider, providerAccountId } = account as AdapterAccount
    const data = { userId: Number(userId), type, provider, providerAccountId }
    // The provider's tokens are not stored: nothing here calls the provider again.
    await transaction((tx) => tx.account.create({ data }))
  },
}
