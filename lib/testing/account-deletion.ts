import { deleteAccountsJob } from '../account-deletion/jobs'
import { requestAccountDeletion } from '../account-deletion/mutations'
import { transaction } from '../db/db'
import type { JobDefinition } from '../jobs/definition'
import { JobRunner } from '../jobs/runner'
import { mailJob } from '../mail/mail-job'
import type { Viewer } from '../viewer'
import { testPassword } from './factories'
import { inOneMinute, makeDue } from './jobs'

/** Requests the deletion of an account with the password of `aUser`. */
export function requestDeletion(viewer: Viewer): Promise<Date> {
  return requestAccountDeletion(viewer, testPassword)
}

/** Ends the time in which the accounts can be kept. */
export function endGracePeriod(): Promise<unknown> {
  return transaction((tx) => tx.accountDeletion.updateMany({ data: { dueAt: new Date() } }))
}

/** Runs the jobs of deletions that are due, and sends their mails. */
export async function runDeletions(): Promise<void> {
  await makeDue()
  await new JobRunner([deleteAccountsJob, mailJob] as unknown as JobDefinition[]).drain(inOneMinute())
}

/** Requests the deletion of an account and carries it out. */
export async function deleteAccount(viewer: Viewer): Promise<void> {
  await requestDeletion(viewer)
  await endGracePeriod()
  await runDeletions()
}
