import { limits } from '../limits'
import { z } from '../zod'

/** `posts`: the posts as JSON. `archive`: everything of the account in a zip. */
export const exportKinds = ['posts', 'archive'] as const
export type ExportKind = (typeof exportKinds)[number]

/** The id of an export in a path: PostgreSQL refuses some other texts, such as one with a NUL. */
export const exportId = z.uuid()

export const startExportInput = z.object({
  /** The value of the button. It is absent when the browser validates the form, so it has a default. */
  kind: z.enum(exportKinds).default('posts'),
  /** Required when the log-in is not recent. */
  current: z.string().max(limits.password.maxTyped, 'current.wrong').optional(),
})

/** Days until the file of an export is deleted. */
export const daysKept = 7

/** What mutations need to enqueue the jobs of jobs.ts. The id of an export's job is the id of the export. */
export const exportTask = { kind: 'export', payload: z.object({}) }
export const exportMailTask = { kind: 'export-mail', payload: z.object({ exportId: z.string() }) }
