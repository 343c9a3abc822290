import { type BatchResult, importFollows, importPosts, importReactions } from '../archive-entries/mutations'
import type { AnnotatedPost } from '../archive-entries/queries'
import type { ArchiveKind, FollowRecord, ReactionRecord } from '../archive-formats/records'
import { db, Prisma, type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError } from '../errors'
import { publish } from '../events/events'
import { invalidateGuestPages } from '../events/guest-pages'
import { type NewSignal, publishSignals, writeSignals } from '../events/signals'
import { announceJobs } from '../jobs/dispatch'
import { enqueueJob } from '../jobs/enqueue'
import { type Proof, requireProof } from '../reauthentication/mutations'
import { storage } from '../storage/storage'
import type { Viewer } from '../viewer'
import type { ArchiveError } from '../zip/archive-error'
import { addCounts, uploadName } from './policy'
import { hasUnfinishedImport, isUnfinished, type RunningImport } from './queries'
import { daysListed, type ImportCounts, importTask } from './schema'

const notEnded = { finishedAt: null, failedAt: null }

/**
 * Starts an import, before its file is uploaded. A member has one unfinished import; an interrupted one is recorded as
 * failed first.
 * @param proof of identity, so that a stolen session cannot add posts
 * @returns its id, for the name of the file
 * @throws AppError `conflict` while another import of the member is unfinished; as `requireProof`
 */
export async function startImport(viewer: Viewer, proof: Proof): Promise<string> {
  const id = crypto.randomUUID()
  const abandoned = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await requireProof(tx, viewer, proof)
    if (await hasUnfinishedImport(tx, viewer.id)) throw new AppError('conflict', 'an import is unfinished')
    const abandoned = await failAbandoned(tx, viewer.id)
    await tx.import.create({ data: { id, userId: viewer.id }, select: { id: true } })
    return abandoned
  })
  for (const one of abandoned) await removeUpload(one)
  return id
}

/** Enqueues the job of an import whose file is stored. */
export async function enqueueImport(viewer: Viewer, id: string): Promise<void> {
  await transaction(async (tx) => {
    const data = { uploadedAt: new Date() }
    await tx.import.update({ where: { id, userId: viewer.id, ...notEnded }, data, select: { id: true } })
    await enqueueJob(tx, importTask, {}, { id })
    await writeSignals(tx, [progressSignal({ id, userId: viewer.id }, 0)])
  })
  announceJobs(id)
  publishSignals([viewer.id])
}

/** Removes an import whose file was refused or not received completely. */
export async function discardImport(viewer: Viewer, id: string): Promise<void> {
  await storage.remove(uploadName(id))
  await transaction((tx) => tx.import.deleteMany({ where: { id, userId: viewer.id, uploadedAt: null } }))
}

/** The signal with the progress of an import. */
function progressSignal({ id, userId }: { id: string; userId: number }, progress: number): NewSignal {
  return { userId, name: 'task_progress', subject: id, payload: { task_id: id, progress, kind: 'import' } }
}

/** Records what the archive is, once. @param counts what its validation has skipped */
export async function recordArchive(
  { id }: RunningImport,
  archive: { kind: ArchiveKind; total: number; counts: ImportCounts },
): Promise<void> {
  const { kind, total, counts } = archive
  const data = { kind, total, counts: JSON.stringify(counts) }
  await transaction((tx) => tx.import.updateMany({ where: { id, kind: null, ...notEnded }, data }))
}

export type Batch =
  | { kind: 'posts'; entries: AnnotatedPost[] }
  | { kind: 'follows'; entries: FollowRecord[] }
  | { kind: 'likes' | 'bookmarks'; entries: ReactionRecord[] }

/**
 * Imports a batch and records it in the same transaction, so that a repeated run resumes after it.
 * @param at the number of entries before the batch
 * @param percent the progress to show; null to show none
 * @returns the counts with those of the batch
 * @throws AppError `conflict` when the import has ended, or another run has recorded the batch
 */
export async function importBatch(
  running: RunningImport,
  { batch, at, counts, percent }: { batch: Batch; at: number; counts: ImportCounts; percent: number | null },
): Promise<ImportCounts> {
  const { userId } = running
  const { guestKeys, sum } = await transaction(async (tx) => {
    const { imported, skipped, guestKeys } = await write(tx, running, batch)
    const sum = addCounts(counts, batch.kind, imported, skipped)
    await recordDone(tx, running, at, { done: at + batch.entries.length, counts: JSON.stringify(sum) })
    if (percent !== null) await writeSignals(tx, [progressSignal(running, percent)])
    return { guestKeys, sum }
  })
  if (guestKeys.length > 0) invalidateGuestPages(guestKeys)
  if (batch.kind === 'follows') publish({ type: 'relations', userId })
  if (percent !== null) publishSignals([userId])
  return sum
}

/** Records the entries that are done. The count of another run would differ. */
async function recordDone(tx: Transaction, { id, userId }: RunningImport, done: number, data: object) {
  const { count } = await tx.import.updateMany({ where: { id, userId, done, ...notEnded }, data })
  if (count === 0) throw new AppError('conflict', `import ${id} has ended or runs in another process`)
}

function write(tx: Transaction, { userId: id, username }: RunningImport, batch: Batch): Promise<BatchResult> {
  const member = { id, username }
  if (batch.kind === 'posts') return importPosts(tx, member, batch.entries)
  if (batch.kind === 'follows') return importFollows(tx, member, batch.entries)
  return importReactions(tx, member, batch.entries)
}

/** Ends an import, then removes its file. Idempotent. */
export async function finishImport(running: RunningImport, counts: ImportCounts): Promise<void> {
  await end(running.id, { finishedAt: new Date(), counts: JSON.stringify(counts) })
}

/** Ends an import whose archive is refused: nothing of it was imported. */
export async function refuseImport(running: RunningImport, { problem, place }: ArchiveError): Promise<void> {
  await end(running.id, { failedAt: new Date(), problem, place })
}

/** Ends an import that no further run can complete. The member can start another one. Idempotent. */
export async function failImport(id: string): Promise<void> {
  await end(id, { failedAt: new Date() })
}

async function end(id: string, data: Prisma.ImportUpdateManyMutationInput): Promise<void> {
  const userId = await transaction(async (tx) => {
    const { count } = await tx.import.updateMany({ where: { id, ...notEnded }, data })
    if (count === 0) return null
    const { userId } = await tx.import.findUniqueOrThrow({ where: { id }, select: { userId: true } })
    if (userId !== null) await writeSignals(tx, [progressSignal({ id, userId }, 100)])
    return userId
  })
  if (userId !== null) publishSignals([userId])
  await removeUpload(id)
}

/** Removes the file of an import that has ended. `uploadedAt` is null afterwards. */
async function removeUpload(id: string): Promise<void> {
  await storage.remove(uploadName(id))
  await transaction((tx) => tx.import.updateMany({ where: { id }, data: { uploadedAt: null } }))
}

/**
 * Ends imports whose upload was interrupted or whose job has vanished. A file may be stored, so `uploadedAt` is set.
 * @returns their ids
 */
async function failAbandoned(tx: Transaction, userId?: number): Promise<string[]> {
  const now = new Date()
  const ofUser = userId === undefined ? Prisma.empty : Prisma.sql`AND i.user_id = ${userId}`
  const failed = await tx.$queryRaw<{ id: string; userId: number | null }[]>`
    UPDATE imports AS i SET failed_at = ${now}, uploaded_at = COALESCE(uploaded_at, ${now})
    WHERE i.finished_at IS NULL AND i.failed_at IS NULL AND NOT (${isUnfinished()}) ${ofUser}
    RETURNING id, user_id AS "userId"`
  await writeSignals(
    tx,
    failed.flatMap(({ id, userId }) => (userId === null ? [] : [progressSignal({ id, userId }, 100)])),
  )
  return failed.map(({ id }) => id)
}

/** Ends abandoned imports, removes the files of ended ones and of deleted accounts, and deletes old rows. Idempotent. */
export async function purgeImports(now = new Date()): Promise<void> {
  await transaction((tx) => failAbandoned(tx))
  const ended = { OR: [{ finishedAt: { not: null } }, { failedAt: { not: null } }] }
  const rows = await db.import.findMany({
    where: { OR: [{ userId: null }, { uploadedAt: { not: null }, ...ended }] },
    select: { id: true },
  })
  for (const { id } of rows) await removeUpload(id)
  const oldest = new Date(now.getTime() - daysListed * 86_400_000)
  const old = await db.import.findMany({
    where: { OR: [{ userId: null }, { createdAt: { lte: oldest }, ...ended }] },
    select: { id: true },
  })
  const ids = old.map(({ id }) => id)
  await transaction(async (tx) => {
    await tx.import.deleteMany({ where: { id: { in: ids } } })
    await tx.signal.deleteMany({ where: { name: 'task_progress', subject: { in: ids } } })
  })
}
