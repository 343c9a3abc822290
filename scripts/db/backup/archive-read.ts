import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { isStorageName } from '../../../lib/storage/name'
import { databaseFile, type Manifest, manifestFile, manifestSchema, mediaName } from './archive'

/** A longer manifest is none of ours. */
const maxManifestBytes = 256 * 1024 * 1024

/**
 * Reads an archive from the beginning to the end and checks it against its manifest.
 * @param onFile takes the content of each file but the manifest, as it passes by and before it is known to be right
 * @throws Error in one sentence when the archive is cut off, damaged, has a file of a name that ours have not, or is
 *   no archive of ours
 */
export async function readArchive(
  path: string,
  onFile: (name: string, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<Manifest> {
  const found: Manifest['files'] = {}
  let manifest: Manifest | undefined
  await eachEntry(path, async (file) => {
    if (file.type !== 'File' && file.type !== 'OldFile') throw broken(path, `${file.path} is no plain file`)
    if (Object.hasOwn(found, file.path)) throw broken(path, `${file.path} is there twice`)
    if (file.path === manifestFile) {
      manifest = await readManifest(path, file)
      return
    }
    const name = mediaName(file.path)
    if (file.path !== databaseFile && !(name && isStorageName(name)))
      throw broken(path, `${JSON.stringify(file.path)} does not belong into it`)
    found[file.path] = await measured(file, (content) => onFile(file.path, content))
  })
  if (!manifest) throw broken(path, 'it has no manifest')
  compareFiles(path, manifest.files, found)
  return manifest
}

/** Entries come one after the other: the next when the last is read. */
function eachEntry(path: string, onEntry: (entry: ReadEntry) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const source = createReadStream(path)
    // Not left to the parser, which stops at the end of the tar and never reads the checksum behind it.
    const unpacked = createGunzip()
    const parser = new Parser({ strict: true })
    let queue = Promise.resolve()
    const fail = (error: unknown) => {
      source.destroy()
      unpacked.destroy()
      reject(error)
    }
    const failBroken = (error: Error) => fail(broken(path, error.message))
    parser.on('entry', (file: ReadEntry) => {
      queue = queue.then(() => onEntry(file))
      queue.catch(fail)
    })
    parser.on('error', failBroken)
    // The checksum comes last, and the parser may be done before it has been compared.
    const unpackedWhole = new Promise((done) => unpacked.once('end', done))
    parser.on('end', () => Promise.all([queue, unpackedWhole]).then(() => resolve(), fail))
    unpacked.on('error', failBroken)
    source.on('error', fail)
    source.pipe(unpacked).pipe(parser as unknown as NodeJS.WritableStream)
  })
}

const broken = (path: string, reason: string) =>
  new Error(
    `${path} is no whole archive: ${reason.replace(/\.$/, '')}. Take another one; npm run restore -- --list names them.`,
  )

async function readManifest(path: string, file: ReadEntry): Promise<Manifest> {
  if (file.size > maxManifestBytes) throw broken(path, 'its manifest is too long')
  const manifest = parsed((await file.concat()).toString())
  const format = (manifest as { format?: unknown } | null)?.format
  if (typeof format === 'number' && format > 1)
    throw new Error(`A newer Roost made ${path} (format ${format}): bring the code up to date.`)
  const result = manifestSchema.safeParse(manifest)
  if (!result.success) throw broken(path, 'its manifest is none of ours')
  return result.data
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

async function measured(file: ReadEntry, use: (content: AsyncIterable<Buffer>) => Promise<void>) {
  const hash = createHash('sha256')
  let bytes = 0
  async function* counted() {
    for await (const chunk of file) {
      hash.update(chunk)
      bytes += chunk.byteLength
      yield chunk
    }
  }
  await use(counted())
  return { bytes, sha256: hash.digest('hex') }
}

function compareFiles(path: string, wanted: Manifest['files'], found: Manifest['files']) {
  for (const [name, { bytes, sha256 }] of Object.entries(wanted)) {
    const there = found[name]
    if (!there) throw broken(path, `${name} is missing`)
    if (there.bytes !== bytes || there.sha256 !== sha256)
      throw broken(path, `${name} is not what its checksum says`)
  }
  const extra = Object.keys(found).find((name) => !Object.hasOwn(wanted, name))
  if (extra) throw broken(path, `${extra} is not in its manifest`)
  if (!Object.hasOwn(wanted, databaseFile)) throw broken(path, 'it has no database')
}
