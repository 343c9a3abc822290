import { AppError } from '../../errors'
import { deleteFailedJob, retryFailedJob } from '../../failed-jobs/mutations'
import { countJobs, listFailedJobs } from '../../failed-jobs/queries'
import { parseJobId } from '../../failed-jobs/schema'
import type { FailedJobView } from '../../failed-jobs/view'
import { mapPage, parseCursor, parsePosition } from '../../page'
import { z } from '../../zod'
import { HttpRefusal } from '../rest/errors'
import { listJson, listQuery, respondWithPage } from '../rest/list'
import { memberOperation } from '../rest/operation'
import { respondWithoutBody } from '../rest/respond'
import { requireAdmin } from './require-admin'

const path = '/api/admin/jobs'
const exampleId = '0b9dcd5e-3a5f-4c1e-9f60-5a3c1f3f8c11'

const jobPath = z.object({ job: z.uuid().meta({ examples: [exampleId] }) })

const position = z
  .string()
  .refine((text) => parsePosition(text, parseJobId) !== null, 'Use the links next and prev of the list.')
  .optional()
  .meta({ description: 'Use the links `next` and `prev`.', examples: [`1795771800000-${exampleId}`] })

const jobJson = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    attempts: z.int(),
    created_at: z.iso.datetime(),
    failed_at: z.iso.datetime(),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'The last error, without secrets and email addresses.' }),
  })
  .meta({
    id: 'FailedJob',
    examples: [
      {
        id: exampleId,
        kind: 'mail',
        attempts: 5,
        created_at: '2026-11-27T09:30:00.000Z',
        failed_at: '2026-11-27T10:30:00.000Z',
        reason: '550 no such mailbox …@example.com',
      },
    ],
  })

function toJobJson({ createdAt, failedAt, ...job }: FailedJobView): z.output<typeof jobJson> {
  return { ...job, created_at: createdAt.toISOString(), failed_at: failedAt.toISOString() }
}

export const listFailedJobsOperation = memberOperation(
  {
    id: 'listFailedJobs',
    method: 'GET',
    path,
    tag: 'Administration',
    summary: 'Jobs that failed permanently, the latest failure first',
    access: 'admin',
    query: listQuery.extend({ before: position, after: position }),
    responses: {
      200: {
        description: 'A page of jobs.',
        schema: listJson(jobJson).extend({
          counts: z.record(z.string(), z.int()).meta({
            description: 'The number of jobs in each state.',
            examples: [{ waiting: 2, running: 0, failed: 1 }],
          }),
        }),
        headers: ['ETag', 'Link'],
      },
    },
  },
  async ({ viewer, request, query }) => {
    const admin = requireAdmin(viewer)
    const cursor = parseCursor({ before: query.before, after: query.after }, parseJobId)
    const [counts, page] = await Promise.all([countJobs(admin), listFailedJobs(admin, cursor, query.limit)])
    return respondWithPage(request, path, query, mapPage(page, toJobJson), {}, { counts })
  },
)

/** @throws HttpRefusal 409 when `work` finds that the job cannot run again */
async function refuseConflict<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error
    throw new HttpRefusal(409, 'The job cannot run again.')
  }
}

const change = { tag: 'Administration', access: 'admin', limit: 'admin', params: jobPath } as const

export const retryFailedJobOperation = memberOperation(
  {
    ...change,
    id: 'retryFailedJob',
    method: 'POST',
    path: `${path}/{job}/retry`,
    summary: 'Run a failed job again',
    description:
      '409 when it cannot run again: the member has started another export, or the import has ended.',
    responses: { 204: { description: 'The job is queued.' } },
    errors: [409],
  },
  async ({ viewer, params }) => {
    if (!(await refuseConflict(retryFailedJob(requireAdmin(viewer), params))))
      throw new AppError('not-found', 'no failed job')
    return respondWithoutBody()
  },
)

export const deleteFailedJobOperation = memberOperation(
  {
    ...change,
    id: 'deleteFailedJob',
    method: 'DELETE',
    path: `${path}/{job}`,
    summary: 'Delete a failed job',
    responses: { 204: { description: 'The job is deleted.' } },
  },
  async ({ viewer, params }) => {
    if (!(await deleteFailedJob(requireAdmin(viewer), params)))
      throw new AppError('not-found', 'no failed job')
    return respondWithoutBody()
  },
)
