import type { z } from '../zod'

export type JobContext = {
  /** The UUID of the row. It is the same in every run, so that a handler can recognise a repetition. */
  id: string
  /** 1 for the first run, and one more after each error. A run whose process was killed does not count. */
  attempt: number
  /** Aborts when the process shuts down or the lease is lost. */
  signal: AbortSignal
}

/**
 * A kind of job. Jobs run at least once: a process can be killed after the work and before its row is deleted, so `run`
 * must be idempotent.
 */
export type JobDefinition<Payload = unknown> = {
  kind: string
  payload: z.ZodType<Payload>
  /** Runs that may end with an error before the job fails permanently. */
  maxAttempts: number
  /** Set for recurring jobs: minutes from the end of a run to the next one. The payload is `{}`. */
  everyMinutes?: number
  /** Set for jobs that may run for minutes: they never take the last place of a runner, which stays for short ones. */
  isLong?: boolean
  /**
   * Set for jobs that wait for servers of members: they have a separate concurrency limit, so that a slow server delays
   * neither mails nor exports.
   */
  isRemote?: boolean
  run(payload: Payload, context: JobContext): Promise<void>
  /** Called once after the last attempt, also when the process was killed in each run. */
  onFailed?(payload: Payload, context: Pick<JobContext, 'id'>): Promise<void>
}

/** An error that no further run can fix: the job fails permanently. */
export class PermanentJobError extends Error {}

/** Defines a kind of job; infers the type of its payload. */
export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition
}
