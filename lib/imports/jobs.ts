import { close as closeFile, write as writeFile } from 'node:fs'
import { promisify } from 'node:util'
import { importProfile } from '../archive-entries/mutations'
import { annotatePost, requireActiveImporter } from '../archive-entries/queries'
import { readArchive } from '../archive-formats/read-archive'
import type { FollowRecord, ImportRecord, PostRecord, ReactionRecord } from '../archive-formats/records'
import type { Spool } from '../archive-formats/spool'
import { openTemporaryFile } from '../archive-formats/temporary-file'
import { db } from '../db/db'
import { AppError } from '../errors'
import { absoluteUrl } from '../http/absolute-url'
import { defineJob } from '../jobs/definition'
import { storage } from '../storage/storage'
import { ArchiveError } from '../zip/archive-error'
import { openZip, type ReadableZip } from '../zip/read-zip'
import { z } from '../zod'
import {
  type Batch,
  failImport,
  finishImport,
  importBatch,
  purgeImports,
  recordArchive,
  refuseImport,
} from './mutations'
import { addCounts, percentOfImport, uploadName } from './policy'
import { findImportToRun, type RunningImport } from './queries'
import { type ImportCounts, importTask } from './schema'

const [close, write] = [promisify(closeFile), promisify(writeFile)]

/** Entries of a transaction. On SQLite other writes wait for it. */
const batchSize = 50

/** Milliseconds between two signals of the progress. */
const progressInterval = 300

/**
 * Imports an archive: reads and validates all of it, then writes it in batches. A repeated run validates it again and
 * resumes after the last batch.
 */
export const importJob = defineJob({
  ...importTask,
  maxAttempts: 5,
  isLong: true,
  async run(_, { id, signal }) {
    const found = await findImportToRun(id)
    if (!found) return
    try {
      await importUpload(found, signal)
    } catch (error) {
      if (error instanceof ArchiveError) return refuseImport(found.running, error)
      const code = error instanceof AppError ? error.code : null
      // The member may no longer import.
      if (code === 'banned' || code === 'deletion-pending') return failImport(id)
      // Another run has recorded the batch: a retry resumes after it, unless the import has ended.
      if (code !== 'conflict' || (await findImportToRun(id))) throw error
    }
  },
  onFailed: (_, { id }) => failImport(id),
})

type Found = NonNullable<Awaited<ReturnType<typeof findImportToRun>>>

async function importUpload(
  { running, kind, done, counts, createdAt }: Found,
  signal: AbortSignal,
): Promise<void> {
  await requireActiveImporter(db, running.userId)
  const zip = await openUpload(running.id)
  try {
    const archive = await readArchive(zip, { instanceUrl: absoluteUrl('/'), importedAt: createdAt }, signal)
    try {
      const validated = { imported: {}, skipped: archive.skipped }
      const total = archive.entries.size
      if (!kind) await recordArchive(running, { kind: archive.kind, total, counts: validated })
      let sum = await importEntries(running, archive.entries, done, kind ? counts : validated, signal)
      if (archive.profile) {
        const { userId: id, username } = running
        const { imported, skipped } = await importProfile({ id, username }, archive.profile)
        sum = addCounts(sum, 'profile', imported, skipped)
      }
      await finishImport(running, sum)
    } finally {
      await archive.entries.close()
    }
  } finally {
    zip.close()
  }
}

/** Copies the upload to a temporary file, because the entries of a zip are not read in their order. */
async function openUpload(id: string): Promise<ReadableZip> {
  const stream = await storage.open(uploadName(id))
  if (!stream) throw new Error(`the upload of import ${id} is missing`)
  const fd = await openTemporaryFile()
  const first = await copyTo(fd, stream as unknown as AsyncIterable<Uint8Array>).catch(
    async (error: unknown) => {
      await close(fd)
      throw error
    },
  )
  return openZip(fd).catch((error: unknown) => {
    throw error instanceof ArchiveError && error.problem === 'damaged'
      ? classifyOpenError(error, first)
      : error
  })
}

/** Writes a stream to a file. @returns its first chunk */
async function copyTo(fd: number, stream: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  let first: Uint8Array | undefined
  for await (const chunk of stream) {
    first ??= chunk
    for (let done = 0; done < chunk.length; ) done += (await write(fd, chunk, done)).bytesWritten
  }
  return first
}

/** Distinguishes a damaged zip from a file that is not a zip, by its first bytes. */
function classifyOpenError(error: ArchiveError, start: Uint8Array = new Uint8Array()): ArchiveError {
  const [one, two] = start
  if (one === 0x50 && two === 0x4b) return error
  return new ArchiveError(one === 0x1f && two === 0x8b ? 'gzip' : 'notZip', '', { cause: error })
}

async function importEntries(
  running: RunningImport,
  entries: Spool,
  start: number,
  before: ImportCounts,
  signal: AbortSignal,
): Promise<ImportCounts> {
  let counts = before
  let at = start
  let shownAt = Date.now()
  for await (const records of entries.batches(start, batchSize)) {
    signal.throwIfAborted()
    const batch = await toBatch(records)
    const isShown = Date.now() - shownAt >= progressInterval
    if (isShown) shownAt = Date.now()
    const percent = isShown ? percentOfImport(at + records.length, entries.size) : null
    counts = await importBatch(running, { batch, at, counts, percent })
    at += records.length
  }
  return counts
}

/** The batches of a spool have entries of one type. */
async function toBatch(records: ImportRecord[]): Promise<Batch> {
  const type = records[0]?.type
  if (type === 'post')
    return { kind: 'posts', entries: await Promise.all((records as PostRecord[]).map(annotatePost)) }
  if (type === 'follow') return { kind: 'follows', entries: records as FollowRecord[] }
  return { kind: type === 'like' ? 'likes' : 'bookmarks', entries: records as ReactionRecord[] }
}

/** Ends abandoned imports, and removes the files of ended ones and old rows. */
export const purgeImportsJob = defineJob({
  kind: 'purge-imports',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 60,
  run: () => purgeImports(),
})
