import { z } from '../zod'

/** The id of a job in an address or a form. */
const jobId = z.uuid()

/** Parses the id in a cursor; null for a malformed one. */
export const parseJobId = (text: string): string | null => jobId.safeParse(text).data ?? null

export const jobInput = z.object({ job: jobId })
export type JobInput = z.output<typeof jobInput>
