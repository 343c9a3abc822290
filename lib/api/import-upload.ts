import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { outageRefusal } from '../db/outage'
import { fieldError } from '../errors'
import { discardImport, enqueueImport, startImport } from '../imports/mutations'
import { uploadName } from '../imports/policy'
import { limits } from '../limits'
import { spend } from '../rate-limit/rate-limit'
import { confirmIdentity } from '../reauthentication/mutations'
import { storage } from '../storage/storage'
import type { Viewer } from '../viewer'

const { maxBytes } = limits.archive

/** Bytes of a form in addition to its file. */
const maxOverhead = 64 * 1024

/**
 * Receives the form with an archive: streams the file to the storage and enqueues its import. The field `current`, the
 * password, precedes the file `archive`.
 * @throws AppError `rate-limited`; `conflict` while another import is unfinished; `invalid` on the field `archive` for a
 *   missing, too large or incomplete file; `unavailable` when the file cannot be stored; and as `confirmIdentity`
 */
export async function receiveImport(viewer: Viewer, request: Request): Promise<void> {
  await spend('import', String(viewer.id))
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes + maxOverhead)
    throw fieldError('archive', 'archive.tooLarge')
  await readForm(request, (file, current) => storeUpload(viewer, file, current))
}

async function storeUpload(viewer: Viewer, file: BusboyFileStream, current: string): Promise<void> {
  const id = await startImport(viewer, await confirmIdentity(viewer, current))
  try {
    // Not the stream itself: a storage that fails would destroy it, and the form would never end.
    const chunks = file.iterator({ destroyOnReturn: false })
    const size = await storage.putStream(uploadName(id), chunks, 'application/zip')
    if (file.truncated) throw fieldError('archive', 'archive.tooLarge')
    if (size === 0) throw fieldError('archive', 'archive.required')
    await enqueueImport(viewer, id)
  } catch (error) {
    await discardImport(viewer, id)
    throw outageRefusal(error) ?? error
  }
}

/**
 * Milliseconds that a running upload has after the server has begun to stop, which takes four seconds at the latest
 * (scripts/server.mjs). The rest is for removing its file and its row: without, the member could not start another import
 * for half an hour.
 */
const closingGrace = 2500

const closing = new AbortController()
process.once('roost:closing', () => setTimeout(() => closing.abort(), closingGrace).unref())

const ignore = () => undefined

type OnFile = (file: BusboyFileStream, current: string) => Promise<void>

/**
 * Reads a form as a stream. The rest of a refused form is read and discarded, so that the browser receives the
 * response.
 */
async function readForm(request: Request, onFile: OnFile): Promise<void> {
  const type = request.headers.get('content-type') ?? ''
  if (!request.body || !/^multipart\/form-data;/i.test(type)) throw fieldError('archive', 'archive.required')
  const form = new Busboy({
    headers: { 'content-type': type },
    limits: { files: 1, fields: 10, parts: 11, fieldSize: 4096, fileSize: maxBytes, headerPairs: 50 },
  })
  let current = ''
  const received: { file: BusboyFileStream; stored: Promise<unknown> }[] = []
  form.on('field', (name, value) => {
    if (name === 'current') current = value
  })
  // `finished` handles errors. Busboy emits some of them twice, and without a listener they end the process.
  form.on('error', ignore)
  form.on('file', (_, file) => {
    file.on('error', ignore)
    // Awaited below: an error must not end the reading of the form.
    const stored = onFile(file, current).catch((error: unknown) => {
      file.resume()
      return error
    })
    received.push({ file, stored })
  })
  const [upload, interrupted] = await readUpload(request.body, form, received)
  const error = await upload?.stored
  if (interrupted) throw fieldError('archive', 'archive.interrupted')
  if (error) throw error
  if (!upload) throw fieldError('archive', 'archive.required')
}

/** Waits until the form is read. @returns its file, and whether it ended early or was not a valid form */
async function readUpload<Upload extends { file: BusboyFileStream }>(
  body: ReadableStream<Uint8Array>,
  form: NodeJS.WritableStream,
  received: Upload[],
): Promise<[Upload | undefined, boolean]> {
  try {
    const { signal } = closing
    await pipeline(Readable.fromWeb(body as import('node:stream/web').ReadableStream), form, { signal })
    return [received[0], false]
  } catch (error) {
    for (const { file } of received) file.destroy(error as Error)
    return [received[0], true]
  }
}
