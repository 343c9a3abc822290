import { PrismaAdapter } from '@auth/prisma-adapter'
import type { User } from 'next-auth'
import type { Adapter, AdapterAccount, AdapterUser } from 'next-auth/adapters'
import { db, type Transaction, transaction } from '../db/db'
import { enqueueVerification } from '../email-addresses/mutations'
import { AppError } from '../errors'
import { defaultLocale, type Locale } from '../i18n/locales'
import { announceJobs } from '../jobs/dispatch'
import { spend } from '../rate-limit/rate-limit'
import { signUpFromProvider } from '../users/mutations'
import { email } from '../users/schema'

type Row = {
  id: number
  email: string
  displayName: string
  emailVerified: Date | null
  bannedAt: Date | null
}

/** Auth.js uses strings as ids, the database numbers. A banned user counts as unknown. */
function toAdapterUser(row: Row | null | undefined): AdapterUser | null {
  if (!row || row.bannedAt) return null
  return { id: String(row.id), email: row.email, name: row.displayName, emailVerified: row.emailVerified }
}

/** An account at an external provider. */
export type ProviderAccount = { type: string; provider: string; providerAccountId: string }

/** What lib/request/auth.ts adds to the profile of a new user. */
type ProviderProfile = {
  username?: string
  /** Whether the provider has verified the address. */
  isEmailVerified?: boolean
}

/** Why a log-in at an external provider is refused. The log-in page shows the reason. */
export type ProviderRefusal = 'ProviderEmail' | 'Banned' | 'RateLimited' | 'DeletionPending'

const stock = PrismaAdapter(db)

/**
 * The Prisma adapter of Auth.js on the tables `users` and `accounts`. Its session methods are never called: lib/sessions
 * has the sessions. Create one adapter per request.
 * @param locale The language of the page, for the mail that verifies an address.
 */
export function providerAdapter(locale: Locale = defaultLocale) {
  let accepted: ProviderAccount | null = null

  /**
   * Accepts or refuses a log-in before Auth.js creates anything.
   * @param user The user of the account, or the provider's data of a new user with an id made by Auth.js.
   * @returns null when the log-in may proceed.
   */
  async function accept(user: User, account: ProviderAccount): Promise<ProviderRefusal | null> {
    accepted = account
    if (/^\d+$/.test(user.id ?? '')) return memberRefusal(user.id ?? '')
    const { provider, providerAccountId } = account
    const where = { provider_providerAccountId: { provider, providerAccountId } }
    // getUserByAccount returned no user, so the owner of an existing account is banned.
    if (await db.account.findUnique({ where, select: { id: true } })) return 'Banned'
    return email.safeParse(user.email ?? '').success ? null : 'ProviderEmail'
  }

  const adapter: Adapter = {
    ...stock,
    /** Links the account in the same transaction. A failure in a later step would leave a user without any log-in. */
    async createUser(user) {
      const account = accepted
      if (!account) throw new Error('createUser needs an accepted provider account')
      const { username, isEmailVerified } = user as ProviderProfile
      const wanted = username ?? user.name ?? user.email.split('@')[0] ?? 'member'
      let jobId: string | null = null
      const { id } = await signUpFromProvider(wanted, user.email, user.name ?? '', {
        emailVerified: isEmailVerified ? new Date() : null,
        async extraWrites(tx, userId) {
          await insertAccount(tx, userId, account)
          if (!isEmailVerified) jobId = await enqueueVerification(tx, userId, user.email, locale)
        },
      })
      announceJobs(jobId)
      return { ...user, id: String(id) }
    },
    async linkAccount(account) {
      const { provider, providerAccountId, userId } = account as AdapterAccount
      await transaction(async (tx) => {
        const where = { provider, providerAccountId, userId: Number(userId) }
        if (!(await tx.account.findFirst({ where, select: { id: true } })))
          await insertAccount(tx, Number(userId), account as AdapterAccount)
      })
    },
    async getUser(id) {
      return toAdapterUser(await db.user.findUnique({ where: { id: Number(id) } }))
    },
    async getUserByEmail(email) {
      return toAdapterUser(await db.user.findUnique({ where: { emailKey: email.toLowerCase() } }))
    },
    async getUserByAccount({ provider, providerAccountId }) {
      const where = { provider_providerAccountId: { provider, providerAccountId } }
      return toAdapterUser((await db.account.findUnique({ where, select: { user: true } }))?.user)
    },
    async updateUser(user) {
      const { emailVerified } = user
      const id = Number(user.id)
      const row = await transaction((tx) =>
        tx.user.update({ where: { id }, data: { emailVerified: emailVerified ?? null } }),
      )
      return toAdapterUser(row) as AdapterUser
    },
  }
  return { adapter, accept }
}

/**
 * Counts the log-in against the same limit as log-ins by password (lib/credentials).
 * @returns `Leaving` for a member who has requested the deletion of the account
 */
async function memberRefusal(userId: string): Promise<ProviderRefusal | null> {
  try {
    await spend('login-success', userId)
    const isDeletionPending = await db.accountDeletion.count({ where: { userId: Number(userId) } })
    return isDeletionPending ? 'DeletionPending' : null
  } catch (error) {
    if (error instanceof AppError) return 'RateLimited'
    throw error
  }
}

/** The provider's tokens are not stored, because nothing calls the provider again. */
async function insertAccount(
  tx: Transaction,
  userId: number,
  { type, provider, providerAccountId }: ProviderAccount,
): Promise<void> {
  await tx.account.create({ data: { userId, type, provider, providerAccountId } })
}
