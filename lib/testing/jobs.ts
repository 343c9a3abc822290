import { randomUUID } from 'node:crypto'
import { transaction } from '../db/db'
import { defineJob, type JobContext, type JobDefinition } from '../jobs/definition'
import { JobRunner } from '../jobs/runner'
import { z } from '../zod'

type Behaviour = (text: string, context: JobContext) => Promise<void>

/** A job that runs `behaviour`, its runner, and the payloads of its runs and of its final failures. */
export function aJob(
  behaviour: Behaviour = async () => {},
  rules: Partial<JobDefinition<{ text: string }>> = {},
) {
  const runs: string[] = []
  const failures: string[] = []
  const job = defineJob({
    kind: 'test',
    payload: z.object({ text: z.string().default('') }),
    maxAttempts: 3,
    async run({ text }, context) {
      runs.push(text)
      await behaviour(text, context)
    },
    onFailed: async ({ text }) => void failures.push(text),
    ...rules,
  })
  return { job, runs, failures, runner: new JobRunner([job as unknown as JobDefinition]) }
}

/** A promise, and the function that resolves it. */
export function aDeferred() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

export const inOneMinute = () => Date.now() + 60_000
export const makeDue = () => transaction((tx) => tx.job.updateMany({ data: { runAt: new Date(0) } }))
/** Instead of waiting until the leases of killed processes expire. */
export const expireLeases = () => {
  const now = new Date()
  const data = { lockedUntil: now, runAt: now }
  return transaction((tx) => tx.job.updateMany({ data, where: { lockedUntil: { gt: now } } }))
}

type FailedJob = { id?: string; kind?: string; failedAt?: Date; lastError?: string | null; payload?: string }

/** Inserts a job that failed permanently. @returns its id */
export async function aFailedJob(job: FailedJob = {}): Promise<string> {
  const id = job.id ?? randomUUID()
  const now = new Date()
  const data = { kind: 'test', payload: '{}', attempts: 3, starts: 4, failedAt: now, runAt: now, ...job, id }
  await transaction((tx) => tx.job.create({ data, select: { id: true } }))
  return id
}
