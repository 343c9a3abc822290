import { rm } from 'node:fs/promises'
import { emailChangedJob, verificationJob } from '../email-changes/jobs'
import { env } from '../env'
import type { JobDefinition } from '../jobs/definition'
import { JobRunner } from '../jobs/runner'
import type { WrittenMail } from '../mail/written-mails'
import { securityMailJob } from '../security-mails/jobs'
import { readMails } from './mailbox'

const jobs = [verificationJob, emailChangedJob, securityMailJob] as unknown as JobDefinition[]

/** Deletes the mails of earlier tests. */
export const emptyMailbox = () => rm(`${env.DATA_DIR}/mail`, { recursive: true, force: true })

/** Runs the jobs that send mails about the account. @returns the mails that they have sent, oldest first */
export async function sendMails(): Promise<WrittenMail[]> {
  const before = (await readMails(env.DATA_DIR)).length
  await new JobRunner(jobs).drain(Date.now() + 60_000)
  return (await readMails(env.DATA_DIR)).slice(before)
}

/** The token of a link in a mail. @param page the first segment of its path */
export function tokenIn(mail: WrittenMail | undefined, page: 'verify-email' | 'undo-email-change'): string {
  const token = new RegExp(`/${page}/(\\S+)`).exec(mail?.text ?? '')?.[1]
  if (!token) throw new Error(`the mail has no link to ${page}`)
  return token
}
