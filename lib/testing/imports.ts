import { respondWithExport } from '../api/export-download'
import { startExport } from '../exports/mutations'
import { importJob } from '../imports/jobs'
import { enqueueImport, startImport } from '../imports/mutations'
import { uploadName } from '../imports/policy'
import { listImports } from '../imports/queries'
import type { ImportView } from '../imports/view'
import { confirmIdentity } from '../reauthentication/mutations'
import { storage } from '../storage/storage'
import type { Viewer } from '../viewer'
import { zip } from '../zip/zip'
import { runExports } from './exports'

/** The files of an archive, by path; objects become JSON. */
export type ArchiveFiles = Record<string, string | Uint8Array | object>

/** Makes a zip. */
export async function zipOf(files: ArchiveFiles): Promise<Buffer> {
  const entries = Object.entries(files).map(([path, content]) => ({
    path,
    async *content() {
      yield typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content)
    },
  }))
  const chunks: Uint8Array[] = []
  for await (const chunk of zip(entries)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Stores an upload and enqueues its import. @returns the id of the import */
export async function uploadArchive(viewer: Viewer, bytes: Uint8Array): Promise<string> {
  const id = await startImport(viewer, await confirmIdentity(viewer, ''))
  await storage.put(uploadName(id), bytes, 'application/zip')
  await enqueueImport(viewer, id)
  return id
}

/** Runs the due imports. @returns the number of jobs */
export const runImports = () => runExports([importJob])

/** Uploads and imports an archive. @returns the import as the page shows it */
export async function importArchive(viewer: Viewer, bytes: Uint8Array): Promise<ImportView> {
  await uploadArchive(viewer, bytes)
  await runImports()
  return (await listImports(viewer))[0] as ImportView
}

/** Exports the account of a member. */
export async function exportArchive(viewer: Viewer): Promise<Buffer> {
  const id = await startExport(viewer, 'archive', 'en')
  await runExports()
  return Buffer.from(await (await respondWithExport(viewer, id)).arrayBuffer())
}

type ArchivePost = {
  id: number
  body: string
  createdAt: string
  editedAt: string | null
  replyToId: number | null
  history: { body: string; createdAt: string }[]
  origin?: string
}

/** A post in posts.json of a Roost archive. */
export function archivedPost(id: number, post: Partial<ArchivePost> = {}): ArchivePost {
  const createdAt = new Date(Date.UTC(2020, 0, 1, 0, id)).toISOString()
  return { id, body: `post ${id}`, createdAt, editedAt: null, replyToId: null, history: [], ...post }
}

/** The files of a Roost archive of another instance. */
export function roostArchive(posts: object[], others: ArchiveFiles = {}): ArchiveFiles {
  const profile = [{ username: 'ann', displayName: '', aboutMe: '', instance: 'https://other.example/' }]
  return { 'data/profile.json': { profile }, 'data/posts.json': { posts }, ...others }
}
