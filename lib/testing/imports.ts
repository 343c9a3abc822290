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
import { runExports } from './exports'

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
