import type { Account, User } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import { currentCredential } from '../credentials/queries'
import { knownDevice } from '../crypto/known-device'
import { AppError } from '../errors'
import { clientAddress } from '../http/cookies'
import { openSession } from '../sessions/mutations'
import { wrapAppError } from './auth-errors'
import { requestLocale } from './locale'
import { type PendingLogIn, setPendingLogIn } from './pending-log-in'
import { readDeviceProofs, readSessionToken, rememberDevice } from './session-cookies'

/** How a user authenticated. `credential` is the digest of the password hash; absent for external providers. */
type Proof = { remember: boolean; credential?: string | undefined; isNewAccount?: boolean }

/** @throws Error for a log-in that Auth.js has not verified */
export function proofOf(user: User, account: Account | null | undefined): Proof {
  if (account?.type === 'oauth' || account?.type === 'oidc') return { remember: true }
  const { remember, credential } = user as Partial<Proof>
  if (account?.type !== 'credentials' || !credential) throw new Error('a session needs a proof of identity')
  return { remember: remember === true, credential }
}

/** Opens a session for the verified log-in in a token of Auth.js. @returns the token of the session */
export async function openProvenSession(token: JWT | undefined, from: Headers): Promise<string> {
  const userId = Number(token?.sub)
  const proof = token?.proof as Proof | undefined
  if (!proof || !Number.isSafeInteger(userId) || userId < 1)
    throw new Error('a session needs a member and a proof of identity')
  const { remember, credential, isNewAccount } = proof
  const client = { ip: clientAddress(from), userAgent: from.get('user-agent') ?? '' }
  const previousToken = await readSessionToken()
  const current = credential ?? (await currentCredential(userId))
  const isKnownDevice = knownDevice(await readDeviceProofs(), userId, current) !== null
  const newDevice = isNewAccount || isKnownDevice ? null : { locale: await requestLocale() }
  const session = await openSession(userId, remember, client, { credential, previousToken, newDevice }).catch(
    async (error) => {
      const isDeletionPending = error instanceof AppError && error.code === 'deletion-pending'
      if (isDeletionPending) await refusePendingDeletion({ userId, remember, credential })
      throw wrapAppError(error)
    },
  )
  await rememberDevice(userId, current)
  return session
}

/** Remembers a log-in to an account that is about to be deleted. @returns the page where the member can keep it */
export async function refusePendingDeletion(logIn: PendingLogIn): Promise<string> {
  await setPendingLogIn(logIn)
  return '/account/keep'
}
