import { transaction } from '../db/db'
import { digestMailJob, digestsJob } from '../digests/jobs'
import type { ActiveFrequency } from '../digests/policy'
import type { JobDefinition } from '../jobs/definition'
import { JobRunner } from '../jobs/runner'
import type { Viewer } from '../viewer'
import { aViewer } from './factories'
import { inOneMinute } from './jobs'

type Subscriber = {
  username?: string
  email?: string
  frequency?: ActiveFrequency
  dueAt?: Date
  isVerified?: boolean
  locale?: string
}

/** Inserts a member with a verified address whose summary is due. */
export async function aSubscriber({
  frequency = 'daily',
  dueAt = new Date(Date.now() - 1000),
  isVerified = true,
  locale,
  ...user
}: Subscriber = {}): Promise<Viewer> {
  const viewer = await aViewer(user)
  const { id } = viewer
  await transaction(async (tx) => {
    const data = { emailVerified: isVerified ? new Date() : null, ...(locale && { locale }) }
    await tx.user.update({ where: { id }, data, select: { id: true } })
    await tx.digestSubscription.create({ data: { userId: id, frequency, dueAt }, select: { userId: true } })
  })
  return viewer
}

const runner = () => new JobRunner([digestsJob, digestMailJob] as unknown as JobDefinition[])

/** Runs the recurring job and the mails that it enqueues, now and not when it is due. */
export async function sendDigests(): Promise<void> {
  await transaction((tx) => tx.job.updateMany({ data: { runAt: new Date(0) } }))
  await runner().drain(inOneMinute())
}
