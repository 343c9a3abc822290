import { db } from '../../db/db'
import { enqueueVerification } from '../../email-addresses/mutations'
import { AppError } from '../../errors'
import { clientAddress } from '../../http/cookies'
import { defaultLocale } from '../../i18n/locales'
import { announceJobs } from '../../jobs/dispatch'
import { spend } from '../../rate-limit/rate-limit'
import { rowId } from '../../text/fields'
import { signUp, updateAccount } from '../../users/mutations'
import { summarySelect, toUserSummary } from '../../users/summary'
import type { Viewer } from '../../viewer'
import { uncached } from '../rest/errors'
import { readJson } from '../rest/json-body'
import { newUserInput, userChangeInput } from './input'
import { respondWithUser } from './read'
import { toUserJson, userPath } from './user-json'

/**
 * Creates an account, by the rules of the sign-up form, and enqueues the mail that verifies the address. Opens no session
 * and creates no token.
 * @returns 201 with the user, and their path as Location
 * @throws AppError as `signUp`; `rate-limited` by address, together with the form
 */
export async function createUser(request: Request): Promise<Response> {
  const { password, about_me: aboutMe, ...names } = await readJson(request, newUserInput)
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
  return Response.json(user, { status: 201, headers: { ...uncached, Location: userPath(id) } })
}

/**
 * Changes the viewer's account, by the rules of the account form. A new email address needs a token that was made with
 * the password less than ten minutes ago, and takes effect when the link in the mail to it is used (decision 037).
 * @throws AppError `forbidden` for another account; and as `updateAccount`
 */
export async function updateUser(viewer: Viewer, request: Request, id: string): Promise<Response> {
  const parsed = rowId.safeParse(id)
  if (!parsed.success) throw new AppError('not-found', 'no such user')
  if (parsed.data !== viewer.id) throw new AppError('forbidden', 'the account of another user')
  const change = await readJson(request, userChangeInput)
  await spend('account', String(viewer.id))
  await updateAccount(
    viewer,
    {
      ...(change.username !== undefined && { username: change.username }),
      ...(change.email !== undefined && { email: change.email }),
      ...(change.about_me !== undefined && { aboutMe: change.about_me }),
    },
    null,
  )
  return respondWithUser(viewer, id)
}
