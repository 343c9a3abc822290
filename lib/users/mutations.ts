import { credentialDigest } from '../crypto/credential'
import { db, type Transaction, transaction, violatedColumn } from '../db/db'
import { lockUser } from '../db/locks'
import { claimEmail, enqueueVerification } from '../email-addresses/mutations'
import { AppError, type FieldErrors, fieldError } from '../errors'
import { invalidateGuestPages, keysOfUser } from '../events/guest-pages'
import { defaultLocale, type Locale } from '../i18n/locales'
import { announceJobs } from '../jobs/dispatch'
import { limits } from '../limits'
import { log } from '../log/log'
import { findWeakness } from '../passwords/check-password'
import { hashPassword } from '../passwords/passwords'
import { spend } from '../rate-limit/rate-limit'
import { confirmIdentity, type Proof, requireProof } from '../reauthentication/mutations'
import { removePicture, type StoredPicture, storePicture } from '../storage/pictures'
import { fitOneLine } from '../text/fields'
import { userTokens } from '../text/search-row'
import { claimUsername, releaseUsername } from '../usernames/mutations'
import { isReservedUsername } from '../usernames/policy'
import type { Viewer } from '../viewer'
import { takenFields } from './queries'
import { type AccountInput, email, type SignUpInput } from './schema'
import type { AccountCheck } from './view'

const takenColumns = ['username_key', 'email_key'] as const

/** Runs a write, and turns a violated unique constraint into an error on its field. */
async function withUniqueFields<T>(
  input: { username: string; email: string },
  ownId: number,
  write: () => Promise<T>,
) {
  try {
    return await write()
  } catch (error) {
    const column = violatedColumn(error, takenColumns)
    if (!column) throw error
    const first: FieldErrors =
      column === 'username_key' ? { username: 'username.taken' } : { email: 'email.taken' }
    throw new AppError('conflict', column, {
      fieldErrors: { ...first, ...(await takenFields(input, ownId)) },
    })
  }
}

/** A new user, and the digest of their password hash. */
export type CreatedUser = { id: number; credential: string }

/** Further writes in the transaction that creates an account. */
type ExtraWrites = (tx: Transaction, userId: number) => Promise<void>

/**
 * Creates an account.
 * @param extraWrites runs in the same transaction
 * @throws AppError `conflict` with fieldErrors for a username or email address in use; `invalid` for a weak password
 */
export async function signUp(input: SignUpInput, extraWrites?: ExtraWrites): Promise<CreatedUser> {
  const weakness = await findWeakness(input.password, input)
  const taken = await takenFields(input, 0)
  const code = Object.keys(taken).length > 0 ? 'conflict' : 'invalid'
  if (weakness) taken.password = weakness
  if (Object.keys(taken).length > 0) throw new AppError(code, 'sign-up refused', { fieldErrors: taken })
  const passwordHash = await hashPassword(input.password)
  const { id } = await withUniqueFields(input, 0, () => insertUser({ ...input, passwordHash }, extraWrites))
  log.info({ event: 'user.signed-up', userId: id })
  return { id, credential: credentialDigest(passwordHash) }
}

type NewUser = {
  username: string
  email: string
  displayName?: string
  passwordHash: string | null
  emailVerified?: Date | null
}

function insertUser(newUser: NewUser, extraWrites?: ExtraWrites): Promise<{ id: number }> {
  const { username, displayName = '', email, passwordHash, emailVerified = null } = newUser
  const usernameKey = username.toLowerCase()
  const data = {
    username,
    usernameKey,
    displayName,
    email,
    emailKey: email.toLowerCase(),
    emailVerified,
    passwordHash,
    search: { create: { tokens: userTokens({ username, displayName }) } },
  }
  return transaction(async (tx) => {
    const user = await tx.user.create({ data, select: { id: true } })
    await claimUsername(tx, user.id, usernameKey)
    // A verified address overrides a reservation.
    if (!emailVerified) await claimEmail(tx, user.id, data.emailKey)
    await extraWrites?.(tx, user.id)
    return user
  })
}

/**
 * Creates an account for a log-in through another provider. The username is the wanted one, with a number when it is in
 * use, and with the prefix member_ when it is reserved.
 * @param wanted any text; characters that usernames cannot contain are removed
 * @param displayName any text; truncated
 * @param emailVerified null when the provider does not report the address as verified
 * @param extraWrites runs in the same transaction
 * @throws AppError `invalid` for an email address that sign-up would refuse; `conflict` when no username is free
 */
export async function signUpFromProvider(
  wanted: string,
  address: string,
  displayName: string,
  { emailVerified = null, extraWrites }: { emailVerified?: Date | null; extraWrites?: ExtraWrites } = {},
): Promise<{ id: number }> {
  const checked = email.safeParse(address)
  if (!checked.success) throw fieldError('email', checked.error.issues[0]?.message ?? 'email.invalid')
  const letters = wanted.replace(/[^A-Za-z0-9_]/g, '')
  const free = isReservedUsername(letters) ? `member_${letters}` : letters
  const base = free.slice(0, 24).padEnd(2, '_')
  const names = { email: checked.data, displayName: fitOneLine(displayName, limits.displayName.max) }
  const user = { ...names, passwordHash: null, emailVerified }
  for (let attempt = 0; attempt < 50; attempt++) {
    const username = attempt === 0 ? base : `${base}${attempt + 1}`
    try {
      return await insertUser({ username, ...user }, extraWrites)
    } catch (error) {
      const isReserved = error instanceof AppError && error.fieldErrors?.username
      if (!isReserved && violatedColumn(error, takenColumns) !== 'username_key') throw error
    }
  }
  throw new AppError('conflict', 'no free username')
}

/**
 * Saves the fields of the account form; absent ones stay as they are. An uploaded picture replaces the previous one. A new
 * email address requires a proof of identity, and takes effect when the link in the mail to it is used, or at once when
 * only its case changes.
 * @throws AppError `rate-limited` after ten new addresses in an hour; `conflict` for a username or email address in
 *   use; `invalid` for a file that is not a picture; and as `confirmIdentity` and `requireProof`
 */
export async function updateAccount(
  viewer: Viewer,
  change: Partial<AccountInput>,
  upload: Blob | null,
  { locale = defaultLocale, check }: { locale?: Locale; check?: AccountCheck } = {},
): Promise<void> {
  const { usernameKey, ...current } = await db.user.findUniqueOrThrow({
    where: { id: viewer.id },
    select: { ...formColumns, usernameKey: true },
  })
  const { email } = current
  const input = { ...current, ...change }
  const isSame = input.email === email && input.username.toLowerCase() === usernameKey
  const taken = isSame ? {} : await takenFields(input, viewer.id)
  if (Object.keys(taken).length > 0) throw new AppError('conflict', 'account refused', { fieldErrors: taken })
  const proof = input.email === email ? null : await confirmIdentity(viewer, input.current ?? '')
  if (input.email.toLowerCase() !== email.toLowerCase()) await spend('verification', String(viewer.id))
  const picture = upload ? await storePicture(upload) : null
  try {
    const { username, replaced, jobId } = await withUniqueFields(input, viewer.id, () =>
      transaction((tx) => saveAccount(tx, viewer, { change, picture, proof, locale, check })),
    )
    announceJobs(jobId)
    invalidateGuestPages([username, input.username].flatMap(keysOfUser))
    if (replaced) await discardPicture(replaced)
  } catch (error) {
    if (picture) await discardPicture(picture.name)
    throw error
  }
}

/** Removes the viewer's uploaded picture and, after commit, its files. Idempotent. */
export async function removeProfilePicture(viewer: Viewer): Promise<void> {
  const where = { id: viewer.id }
  const { avatar } = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    const before = await tx.user.findUniqueOrThrow({ where, select: { avatar: true } })
    await tx.user.update({ where, data: { avatar: null }, select: { id: true } })
    return before
  })
  invalidateGuestPages(keysOfUser(viewer.username))
  if (avatar) await discardPicture(avatar)
}

/** Deletes the files of a picture that no row references. An error of the storage is only logged. */
async function discardPicture(name: string): Promise<void> {
  await removePicture(name).catch((err) => log.error({ event: 'picture.orphaned', picture: name, err }))
}

const formColumns = { username: true, displayName: true, email: true, aboutMe: true } as const

type AccountChange = {
  change: Partial<AccountInput>
  picture: StoredPicture | null
  proof: Proof | null
  locale: Locale
  check: AccountCheck | undefined
}

/** @returns the previous username, the name of the replaced picture, and the id of the mail to a new address */
async function saveAccount(
  tx: Transaction,
  viewer: Viewer,
  { change, picture, proof, locale, check }: AccountChange,
): Promise<{ username: string; replaced: string | null; jobId: string | null }> {
  await lockUser(tx, viewer.id)
  const before = await tx.user.findUniqueOrThrow({
    where: { id: viewer.id },
    select: { ...formColumns, usernameKey: true, avatar: true },
  })
  check?.(before)
  const input = { ...before, ...change }
  if (proof) await requireProof(tx, viewer, proof)
  // Without a proof the form holds the previous address, which another request may have changed.
  const isOtherCase = input.email.toLowerCase() === before.email.toLowerCase()
  const pendingEmail = proof && !isOtherCase ? input.email : null
  const usernameKey = input.username.toLowerCase()
  await tx.user.update({
    where: { id: viewer.id },
    data: {
      username: input.username,
      usernameKey,
      displayName: input.displayName,
      ...(proof && isOtherCase && { email: input.email }),
      ...(pendingEmail && { pendingEmail }),
      aboutMe: input.aboutMe,
      ...(picture && { avatar: picture.name }),
    },
    select: { id: true },
  })
  if (usernameKey !== before.usernameKey) {
    await claimUsername(tx, viewer.id, usernameKey)
    await releaseUsername(tx, viewer.id, before.usernameKey)
  }
  const tokens = userTokens(input)
  const where = { userId: viewer.id }
  await tx.userSearch.upsert({ where, create: { ...where, tokens }, update: { tokens } })
  const jobId = pendingEmail ? await enqueueVerification(tx, viewer.id, pendingEmail, locale) : null
  return { username: before.username, replaced: picture && before.avatar, jobId }
}

/** Saves the viewer's language, for their other browsers. */
export async function saveLocale(viewer: Viewer, locale: string): Promise<void> {
  await transaction((tx) =>
    tx.user.update({ where: { id: viewer.id }, data: { locale }, select: { id: true } }),
  )
}
