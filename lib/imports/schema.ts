import { z } from '../zod'

/** The states of an import; `ready` and `failed` are its ends. */
export type ImportState = 'uploading' | 'queued' | 'running' | 'ready' | 'failed'

/** What was imported, by kind. */
export const importedKinds = ['posts', 'follows', 'likes', 'bookmarks', 'profile'] as const
export type ImportedKind = (typeof importedKinds)[number]

/** The column `counts`: imported entries by kind, and skipped ones by reason. */
export const importCounts = z.object({
  imported: z.record(z.string(), z.number()).default({}),
  skipped: z.record(z.string(), z.number()).default({}),
})
export type ImportCounts = z.infer<typeof importCounts>

/** Days until an import disappears from the list. */
export const daysListed = 30

/** What mutations need to enqueue the job of jobs.ts. Its id is the id of the import. */
export const importTask = { kind: 'import', payload: z.object({}) }
