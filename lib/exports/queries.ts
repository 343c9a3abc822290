import { db, Prisma, type Transaction } from '../db/db'
import { storage } from '../storage/storage'
import type { Viewer } from '../viewer'
import { exportFiles, storageNameOf } from './policy'
import type { ExportKind } from './schema'
import { type ExportRow, type ExportView, percentOfRow, type TaskView, toExportView } from './view'

/** Entries that are read at once. */
export const pageSize = 500

/** The number of exports in the list. */
const listed = 10

/** An export counts as unfinished only while it has a job: one whose job has vanished has failed. */
export const isUnfinished = Prisma.sql`e.finished_at IS NULL AND e.failed_at IS NULL
  AND EXISTS (SELECT 1 FROM jobs j WHERE j.id = e.id AND j.failed_at IS NULL)`

/** The viewer's exports, the latest first, without those that have expired. */
export function listExports(viewer: Viewer): Promise<ExportView[]> {
  return readExports(Prisma.sql`e.user_id = ${viewer.id}`)
}

/** One of the viewer's exports; null for one of another member, and an expired one. */
export async function findExport(viewer: Viewer, id: string): Promise<ExportView | null> {
  return (await readExports(Prisma.sql`e.user_id = ${viewer.id} AND e.id = ${id}`))[0] ?? null
}

async function readExports(where: Prisma.Sql): Promise<ExportView[]> {
  const rows = await db.$queryRaw<ExportRow[]>`
    SELECT e.id, e.kind, e.done, e.total, e.created_at AS "createdAt", e.finished_at AS "finishedAt",
      e.failed_at AS "failedAt", e.size, e.expires_at AS "expiresAt", j.id AS "jobId",
      j.locked_until AS "lockedUntil"
    FROM exports e LEFT JOIN jobs j ON j.id = e.id AND j.failed_at IS NULL
    WHERE ${where} AND (e.expires_at IS NULL OR e.expires_at > ${new Date()})
    ORDER BY e.created_at DESC, e.id LIMIT ${listed}`
  return rows.map((row) => toExportView(row))
}

/** The viewer's unfinished exports and import, for the progress bar. One look-up in two partial indexes. */
export async function listTasks(viewer: Viewer): Promise<TaskView[]> {
  const rows = await db.$queryRaw<{ id: string; kind: string; done: number; total: number }[]>`
    SELECT e.id, e.kind, e.done, e.total FROM exports e WHERE e.user_id = ${viewer.id} AND ${isUnfinished}
    UNION ALL
    SELECT e.id, 'import' AS kind, e.done, e.total FROM imports e WHERE e.user_id = ${viewer.id} AND ${isUnfinished}`
  return rows.map(({ id, kind, ...row }) => ({
    id,
    kind,
    percent: percentOfRow({ ...row, finishedAt: null }),
  }))
}

export type ExportFile = {
  name: string
  contentType: string
  size: number
  stream: ReadableStream<Uint8Array>
}

/**
 * Opens the file of one of the viewer's exports.
 * @returns null for an export of another member, an unfinished and an expired one
 */
export async function openExportFile(viewer: Viewer, id: string): Promise<ExportFile | null> {
  const row = await db.export.findUnique({
    where: { id },
    select: { id: true, userId: true, kind: true, size: true, expiresAt: true, finishedAt: true },
  })
  if (!row?.finishedAt || row.userId !== viewer.id || !row.expiresAt || row.expiresAt <= new Date())
    return null
  const kind = row.kind as ExportKind
  const stream = await storage.open(storageNameOf({ id, kind }))
  return stream && { ...exportFiles[kind], size: Number(row.size), stream }
}

/** An export for its job; null when it has ended or its account is deleted. */
export async function findExportToRun(id: string) {
  const row = await db.export.findUnique({
    where: { id },
    select: { id: true, userId: true, kind: true, locale: true, finishedAt: true, failedAt: true },
  })
  if (!row || row.userId === null || row.finishedAt || row.failedAt) return null
  return { id, userId: row.userId, kind: row.kind as ExportKind, locale: row.locale }
}

/** A finished export whose mail was not sent, with its recipient; null when there is nothing to send. */
export async function findExportToMail(id: string) {
  const row = await db.export.findUnique({
    where: { id },
    select: {
      ...{
        id: true,
        kind: true,
        locale: true,
        size: true,
        finishedAt: true,
        mailedAt: true,
        expiresAt: true,
      },
      user: { select: { username: true, email: true, locale: true } },
    },
  })
  if (!row?.user || !row.finishedAt || !row.expiresAt || row.mailedAt) return null
  const { user, expiresAt } = row
  return { id, kind: row.kind as ExportKind, locale: row.locale, size: Number(row.size), expiresAt, user }
}

const undeletedPostsOf = (userId: number) => ({ authorId: userId, deletedAt: null })

export function countPosts(userId: number): Promise<number> {
  return db.post.count({ where: undeletedPostsOf(userId) })
}

export type ExportedPost = { id: number; body: string; createdAt: Date }

/** A member's posts and replies, the oldest first, page by page. Posts published while it reads may be missing. */
export async function* readPosts(userId: number): AsyncGenerator<ExportedPost[]> {
  let last: ExportedPost | undefined
  do {
    const after: Prisma.PostWhereInput = last
      ? { OR: [{ createdAt: { gt: last.createdAt } }, { createdAt: last.createdAt, id: { gt: last.id } }] }
      : {}
    const page = await db.post.findMany({
      where: { ...undeletedPostsOf(userId), ...(last && { createdAt: { gte: last.createdAt } }), ...after },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: pageSize,
      select: { id: true, body: true, createdAt: true },
    })
    if (page.length > 0) yield page
    last = page.length === pageSize ? page.at(-1) : undefined
  } while (last)
}

/** Whether the member has an unfinished export, within a transaction that has locked the member. */
export async function hasUnfinishedExport(tx: Transaction, userId: number): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM exports e WHERE e.user_id = ${userId} AND ${isUnfinished} LIMIT 1`
  return rows.length > 0
}
