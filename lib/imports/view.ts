import { type ArchiveKind, type SkipReason, skipReasons } from '../archive-formats/records'
import { type ArchiveProblem, archiveProblems } from '../zip/archive-error'
import { type ImportedKind, type ImportState, importCounts, importedKinds } from './schema'

export type ImportView = {
  id: string
  state: ImportState
  /** null until the archive has been read. */
  kind: ArchiveKind | null
  createdAt: Date
  /** Entries that were imported, by kind, and entries that were not, by reason; without zeros. */
  imported: [ImportedKind, number][]
  skipped: [SkipReason, number][]
  /** Why the archive was refused, and where; null for other failures. */
  refusal: { problem: ArchiveProblem; place: string } | null
}

export type ImportRow = {
  id: string
  kind: ArchiveKind | null
  counts: string
  createdAt: Date
  uploadedAt: Date | null
  finishedAt: Date | null
  failedAt: Date | null
  problem: string | null
  place: string
  /** Of its job: null when there is none. */
  jobId: string | null
  lockedUntil: Date | null
  /** Whether it has not ended and its upload or job continues. */
  unfinished: number | bigint
}

export function toImportView(row: ImportRow, now = new Date()): ImportView {
  const { id, kind, createdAt, place } = row
  const { imported, skipped } = importCounts.parse(JSON.parse(row.counts))
  const problem = archiveProblems.find((one) => one === row.problem)
  return {
    ...{ id, kind, createdAt, state: stateOf(row, now) },
    imported: importedKinds.flatMap((one) => entryOf(one, imported)),
    skipped: skipReasons.flatMap((one) => entryOf(one, skipped)),
    refusal: problem ? { problem, place } : null,
  }
}

function entryOf<Name extends string>(name: Name, counts: Record<string, number>): [Name, number][] {
  const count = counts[name] ?? 0
  return count > 0 ? [[name, count]] : []
}

function stateOf({ finishedAt, jobId, lockedUntil, unfinished }: ImportRow, now: Date): ImportState {
  if (finishedAt) return 'ready'
  if (Number(unfinished) === 0) return 'failed'
  if (!jobId) return 'uploading'
  return lockedUntil && lockedUntil > now ? 'running' : 'queued'
}
