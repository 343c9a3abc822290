import { encryptWebhookSecret, newWebhookSecret } from '../crypto/webhook-signature'
import { type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { env } from '../env'
import { AppError, fieldError } from '../errors'
import type { ClientInfo } from '../http/client-info'
import { defaultLocale, type Locale } from '../i18n/locales'
import { announceJobs } from '../jobs/dispatch'
import { limits } from '../limits'
import { log } from '../log/log'
import { confirmIdentity, type Proof, requireProof } from '../reauthentication/mutations'
import { enqueueSecurityMail } from '../security-mails/mutations'
import type { Viewer } from '../viewer'
import { enqueueDelivery } from '../webhook-events/mutations'
import { findAddressError, formerSecretPeriod } from './policy'
import type { EditWebhook, NewWebhook, RotateSecret } from './schema'

/** Where a change comes from: for the mail that reports it. */
export type ChangeOrigin = {
  /** The client of a request with an API token; by default that of the viewer's session. */
  client?: ClientInfo
  /** The language of the page, for a user who has chosen none. */
  locale?: Locale
}

/** A new webhook. Its secret is stored encrypted, and shown here only. */
export type CreatedWebhook = { id: number; secret: string }

/**
 * Creates a webhook, with a proof of identity (ASVS 7.5.1), and sends it the event `ping`. The user is notified by mail.
 * @throws AppError `invalid` on the field `url` when the address is not permitted, or when the viewer has
 *   `limits.webhooks.perUser` webhooks; and as `confirmIdentity` and `requireProof`
 */
export async function createWebhook(
  viewer: Viewer,
  input: NewWebhook,
  origin: ChangeOrigin = {},
): Promise<CreatedWebhook> {
  const { url, events, includesText } = input
  requirePermitted(url)
  const proof = await confirmIdentity(viewer, input.current ?? '')
  const secret = newWebhookSecret()
  const { id, jobIds } = await transaction(async (tx) => {
    await lockProven(tx, viewer, proof)
    if ((await tx.webhook.count({ where: { userId: viewer.id } })) >= limits.webhooks.perUser)
      throw fieldError('url', 'url.tooMany')
    const row = { userId: viewer.id, url, events: events.join(' '), includesText }
    const data = { ...row, secret: encryptWebhookSecret(secret) }
    const { id } = await tx.webhook.create({ data, select: { id: true } })
    const pingId = await enqueueDelivery(tx, id, { event: 'ping', subjectId: null, actorId: null })
    return { id, jobIds: [pingId, await reportChange(tx, viewer, origin)] }
  })
  announceJobs(...jobIds)
  log.info({ event: 'webhook.created', userId: viewer.id, id })
  return { id, secret }
}

/**
 * Changes one of the viewer's webhooks, with a proof of identity. Activating a stopped webhook resets `failingSince`. A
 * new address is reported by mail.
 * @throws AppError `not-found`; `invalid` on the field `url`; and as `confirmIdentity` and `requireProof`
 */
export async function updateWebhook(
  viewer: Viewer,
  { id, ...input }: EditWebhook,
  origin: ChangeOrigin = {},
): Promise<void> {
  const { url, events, includesText, isActive } = input
  requirePermitted(url)
  const proof = await confirmIdentity(viewer, input.current ?? '')
  const jobId = await transaction(async (tx) => {
    await lockProven(tx, viewer, proof)
    const before = await tx.webhook.findFirst({
      where: { id, userId: viewer.id },
      select: { url: true, state: true },
    })
    if (!before) throw new AppError('not-found', `webhook ${id}`)
    const isStopped = before.state !== 'active'
    // A webhook that stays stopped keeps its reason.
    const state = isActive ? 'active' : isStopped ? before.state : 'paused'
    const restart = isActive && isStopped ? { failingSince: null } : {}
    const data = { url, events: events.join(' '), includesText, state, ...restart }
    await tx.webhook.update({ where: { id }, data, select: { id: true } })
    return url === before.url ? null : reportChange(tx, viewer, origin)
  })
  announceJobs(jobId)
  log.info({ event: 'webhook.updated', userId: viewer.id, id })
}

/**
 * Replaces the secret of one of the viewer's webhooks, with a proof of identity. For a day the former one signs too.
 * @returns the new secret, which is shown here only
 * @throws AppError `not-found`; and as `confirmIdentity` and `requireProof`
 */
export async function rotateSecret(
  viewer: Viewer,
  { id, current }: RotateSecret,
  now = new Date(),
): Promise<string> {
  const proof = await confirmIdentity(viewer, current ?? '')
  const secret = newWebhookSecret()
  await transaction(async (tx) => {
    await lockProven(tx, viewer, proof)
    const before = await tx.webhook.findFirst({ where: { id, userId: viewer.id }, select: { secret: true } })
    if (!before) throw new AppError('not-found', `webhook ${id}`)
    const previousSecretUntil = new Date(now.getTime() + formerSecretPeriod)
    const data = { secret: encryptWebhookSecret(secret), previousSecret: before.secret, previousSecretUntil }
    await tx.webhook.update({ where: { id }, data, select: { id: true } })
  })
  log.info({ event: 'webhook.secret-rotated', userId: viewer.id, id })
  return secret
}

/** Deletes one of the viewer's webhooks with its deliveries. Idempotent. */
export async function deleteWebhook(viewer: Viewer, id: number): Promise<void> {
  await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await tx.webhook.deleteMany({ where: { id, userId: viewer.id } })
  })
  log.info({ event: 'webhook.deleted', userId: viewer.id, id })
}

function requirePermitted(url: string): void {
  const error = findAddressError(url, env.WEBHOOK_TARGETS)
  if (error) throw fieldError('url', error)
}

async function lockProven(tx: Transaction, viewer: Viewer, proof: Proof): Promise<void> {
  await lockUser(tx, viewer.id)
  await requireProof(tx, viewer, proof)
}

/** Reports a new address by mail. @returns the id of the job */
async function reportChange(
  tx: Transaction,
  viewer: Viewer,
  { client, locale = defaultLocale }: ChangeOrigin,
): Promise<string | null> {
  const select = { ip: true, userAgent: true }
  const from = client ?? (await tx.session.findUniqueOrThrow({ where: { id: viewer.sessionId }, select }))
  return enqueueSecurityMail(tx, viewer.id, 'webhook', from, locale)
}
