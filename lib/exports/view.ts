import { percentOf } from './policy'
import type { ExportKind } from './schema'

/** `queued`: no process runs its job now. `failed` includes an export whose job has vanished. */
type ExportState = 'queued' | 'running' | 'ready' | 'failed'

export type ExportView = {
  id: string
  kind: ExportKind
  state: ExportState
  percent: number
  createdAt: Date
  /** Of an export that is ready: bytes, and when the file is deleted. */
  file: { size: number; expiresAt: Date } | null
}

/** What a task does: an export of that kind, or an import. */
export type TaskKind = ExportKind | 'import'

/** An unfinished export or import, as the progress bar of every page shows it. */
export type TaskView = { id: string; kind: string; percent: number }

export type ExportRow = {
  id: string
  kind: ExportKind
  done: number
  total: number
  createdAt: Date
  finishedAt: Date | null
  failedAt: Date | null
  size: number | bigint | null
  expiresAt: Date | null
  /** Of its job: null when there is none. */
  jobId: string | null
  lockedUntil: Date | null
}

export function toExportView(row: ExportRow, now = new Date()): ExportView {
  const { id, kind, createdAt, size, expiresAt } = row
  const state = stateOf(row, now)
  const isReady = state === 'ready' && size !== null && expiresAt !== null
  const file = isReady ? { size: Number(size), expiresAt } : null
  return { id, kind, state, percent: percentOfRow(row), createdAt, file }
}

function stateOf({ finishedAt, failedAt, jobId, lockedUntil }: ExportRow, now: Date): ExportState {
  if (finishedAt) return 'ready'
  if (failedAt || !jobId) return 'failed'
  return lockedUntil && lockedUntil > now ? 'running' : 'queued'
}

/** The percentage to show. It is 0 until the entries are counted, and 100 only after the end. */
export function percentOfRow(row: Pick<ExportRow, 'done' | 'total' | 'finishedAt'>): number {
  if (row.finishedAt) return 100
  return row.total === 0 ? 0 : Math.min(99, percentOf(row.done, row.total))
}
