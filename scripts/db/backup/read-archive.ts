import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { isStorageName } from '../../../lib/storage/storage-name'
import { databaseFile, type Manifest, manifestFile, manifestSchema, storageNameOf } from './manifest'

const maxManifestBytes = 256 * 1024 * 1024

/**
 * Reads an archive from start to end and checks it against its manifest.
 * @param onFile receives the content of each file except the manifest, before it is verified
 * @throws Error in one sentence when the archive is incomplete, damaged, contains other files, or is not one of ours
 */
export async function readArchive(
  path: string,
  onFile: (name: string, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<Manifest> {
  const found: Manifest['files'] = {}
  let manifest: Manifest | undefined
  await forEachEntry(path, async (file) => {
    if (file.type !== 'File' && file.type !== 'OldFile')
      throw invalidArchive(path, `${file.path} is not a regular file`)
    if (Object.hasOwn(found, file.path)) throw invalidArchive(path, `it contains ${file.path} twice`)
    if (file.path === manifestFile) {
      manifest = await readManifest(path, file)
      return
    }
    const name = storageNameOf(file.path)
    if (file.path !== databaseFile && !(name && isStorageName(name)))
      throw invalidArchive(path, `it contains the unexpected file ${JSON.stringify(file.path)}`)
    found[file.path] = await measureWhileReading(file, (content) => onFile(file.path, content))
  })
  if (!manifest) throw invalidArchive(path, 'it has no manifest')
  compareFiles(path, manifest.files, found)
  return manifest
}

/** Calls `onEntry` for one entry at a time. */
function forEachEntry(path: string, onEntry: (entry: ReadEntry) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const source = createReadStream(path)
    // Decompressed here: the parser stops at the end of the tar and would not verify gzip's checksum after it.
    const gunzip = createGunzip()
    const parser = new Parser({ strict: true })
    let queue = Promise.resolve()
    const fail = (error: unknown) => {
      source.destroy()
      gunzip.destroy()
      reject(error)
    }
    const failInvalid = (error: Error) => fail(invalidArchive(path, error.message))
    parser.on('entry', (file: ReadEntry) => {
      queue = queue.then(() => onEntry(file))
      queue.catch(fail)
    })
    parser.on('error', failInvalid)
    // The parser may end before gunzip has compared the checksum.
    const gunzipEnded = new Promise((done) => gunzip.once('end', done))
    parser.on('end', () => Promise.all([queue, gunzipEnded]).then(() => resolve(), fail))
    gunzip.on('error', failInvalid)
    source.on('error', fail)
    source.pipe(gunzip).pipe(parser as unknown as NodeJS.WritableStream)
  })
}

function invalidArchive(path: string, reason: string): Error {
  return new Error(
    `${path} is not a valid archive: ${reason.replace(/\.$/, '')}. Use another one; npm run restore -- --list shows them.`,
  )
}

async function readManifest(path: string, file: ReadEntry): Promise<Manifest> {
  if (file.size > maxManifestBytes) throw invalidArchive(path, 'its manifest is too large')
  const manifest = parseJson((await file.concat()).toString())
  const format = (manifest as { format?: unknown } | null)?.format
  if (typeof format === 'number' && format > 1)
    throw new Error(`A newer version of Roost created ${path} (format ${format}): update the code.`)
  const result = manifestSchema.safeParse(manifest)
  if (!result.success) throw invalidArchive(path, 'its manifest is invalid')
  return result.data
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/** Computes size and checksum of a file while `use` reads it. */
async function measureWhileReading(
  file: ReadEntry,
  use: (content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<Manifest['files'][string]> {
  const hash = createHash('sha256')
  let bytes = 0
  async function* measured() {
    for await (const chunk of file) {
      hash.update(chunk)
      bytes += chunk.byteLength
      yield chunk
    }
  }
  await use(measured())
  return { bytes, sha256: hash.digest('hex') }
}

function compareFiles(path: string, expected: Manifest['files'], found: Manifest['files']): void {
  for (const [name, { bytes, sha256 }] of Object.entries(expected)) {
    const file = found[name]
    if (!file) throw invalidArchive(path, `${name} is missing`)
    if (file.bytes !== bytes || file.sha256 !== sha256)
      throw invalidArchive(path, `${name} does not match its checksum`)
  }
  const extra = Object.keys(found).find((name) => !Object.hasOwn(expected, name))
  if (extra) throw invalidArchive(path, `${extra} is not in its manifest`)
  if (!Object.hasOwn(expected, databaseFile)) throw invalidArchive(path, 'it has no database')
}
