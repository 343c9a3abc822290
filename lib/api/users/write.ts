import { db } from '../../db/db'
import { enqueueVerification } from '../../email-addresses/mutations'
import { AppError } from '../../errors'
import { clientAddress } from '../../http/cookies'
import { defaultLocale } from '../../i18n/locales'
import { announceJobs } from '../../jobs/dispatch'
import { spend } from '../../rate-limit/rate-limit'
import { signUp, updateAccount } from '../../users/mutations'
import { summarySelect, toUserSummary } from '../../users/summary'
import type { Viewer } from '../../viewer'
import { expectedVersions, requireVersion } from '../rest/entity-tag'
import { respondWithChange } from '../rest/respond'
import type { NewUser, UserChange } from './input'
import { requireUser, versionOfUser } from './read'
import { toUserJson, userPath } from './user-json'

/**
 * Creates an account, by the rules of the sign-up form, and enqueues the mail that verifies the address. Opens no session
 * and creates no token.
 * @returns 201 with the user, and their path as Location
 * @throws AppError as `signUp`; `rate-limited` by address, together with the form
 */
export async function createUser(request: Request, input: NewUser): Promise<Response> {
  const { password, about_me: aboutMe, ...names } = input
  await spend('signup-ip', clientAddress(request.headers))
  let jobId: string | null = null
  const { id } = await signUp({ ...names, password, repeat: password }, async (tx, userId) => {
    if (aboutMe) await tx.user.update({ where: { id: userId }, data: { aboutMe }, select: { id: true } })
    jobId = await enqueueVerification(tx, userId, names.email, defaultLocale)
  })
  announceJobs(jobId)
  const { emailKey, ...counts } = await db.user.findUniqueOrThrow({
    where: { id },
    select: {
      ...summarySelect,
      aboutMe: true,
      postCount: true,
      followerCount: true,
      followingCount: true,
      lastSeenAt: true,
    },
  })
  const user = toUserJson({ ...counts, ...toUserSummary({ ...counts, emailKey }) })
  const version = versionOfUser(counts)
  return respondWithChange(user, { status: 201, version, headers: { Location: userPath(id) } })
}

/**
 * Changes the viewer's account, by the rules of the account form. A new email address needs a token that was made with
 * the password less than ten minutes ago, and takes effect when the link in the mail to it is used (decision 037).
 * @throws AppError `forbidden` for another account; and as `updateAccount`
 * @throws HttpRefusal 412 when the fields have changed since the client read them
 */
export async function updateUser(
  viewer: Viewer,
  request: Request,
  id: number,
  change: UserChange,
): Promise<Response> {
  if (id !== viewer.id) throw new AppError('forbidden', 'the account of another user')
  const expected = expectedVersions(request)
  await updateAccount(
    viewer,
    {
      ...(change.username !== undefined && { username: change.username }),
      ...(change.email !== undefined && { email: change.email }),
      ...(change.about_me !== undefined && { aboutMe: change.about_me }),
    },
    null,
    { check: (before) => requireVersion(expected, versionOfUser(before)) },
  )
  const user = await requireUser(viewer, id)
  return respondWithChange(toUserJson(user), { version: versionOfUser(user) })
}
