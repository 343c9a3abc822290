import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Header } from 'tar'
import { z } from 'zod'

/** One file on its way into an archive. */
export type ArchiveFile = { name: string; bytes: number; content: AsyncIterable<Buffer> | Iterable<Buffer> }

export const databaseFile = 'database.db'
export const manifestFile = 'manifest.json'
const mediaFolder = 'media/'

export const manifestSchema = z.object({
  app: z.literal('roost'),
  /** Counts up when older code could not read the archive. */
  format: z.literal(1),
  /** Version of Roost that made it. */
  version: z.string(),
  created: z.iso.datetime(),
  /** What the database ran on; the copy in the archive is always a SQLite file. */
  engine: z.enum(['sqlite', 'postgresql']),
  /** The last migration that the copy has seen. */
  migration: z.string(),
  rows: z.record(z.string(), z.number().int().min(0)),
  files: z.record(z.string(), z.object({ bytes: z.number().int().min(0), sha256: z.string() })),
})

export type Manifest = z.infer<typeof manifestSchema>

export const mediaEntry = (name: string) => `${mediaFolder}${name}`

/** The storage name of a picture in the archive; null for the archive's other files. */
export const mediaName = (entry: string) =>
  entry.startsWith(mediaFolder) ? entry.slice(mediaFolder.length) : null

export const bytesFile = (name: string, content: Uint8Array): ArchiveFile => ({
  name,
  bytes: content.byteLength,
  content: [Buffer.from(content)],
})

export async function diskFile(name: string, path: string): Promise<ArchiveFile> {
  return { name, bytes: (await stat(path)).size, content: createReadStream(path) }
}

/**
 * Writes a tar.gz and sees it safely on the disk, readable by its owner alone. The manifest comes last: its checksums
 * are taken while the files pass by.
 */
export async function writeArchive(
  path: string,
  files: AsyncIterable<ArchiveFile>,
  manifestOf: (files: Manifest['files']) => Manifest,
): Promise<void> {
  const output = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  await pipeline(tar(files, manifestOf), createGzip(), output)
  await synchronise(path)
}

async function* tar(files: AsyncIterable<ArchiveFile>, manifestOf: (files: Manifest['files']) => Manifest) {
  const written: Manifest['files'] = {}
  for await (const file of files) {
    const hash = createHash('sha256')
    yield* entry(file, (chunk) => hash.update(chunk))
    written[file.name] = { bytes: file.bytes, sha256: hash.digest('hex') }
  }
  yield* entry(bytesFile(manifestFile, Buffer.from(`${JSON.stringify(manifestOf(written), null, 2)}\n`)))
  yield Buffer.alloc(1024)
}

async function* entry({ name, bytes, content }: ArchiveFile, onChunk: (chunk: Buffer) => void = () => {}) {
  const header = new Header({ path: name, size: bytes, mode: 0o600, mtime: new Date(), type: 'File' })
  const block = Buffer.alloc(512)
  if (header.encode(block)) throw new Error(`The name ${name} is too long for an archive.`)
  yield block
  let sent = 0
  for await (const chunk of content) {
    onChunk(chunk)
    sent += chunk.byteLength
    yield chunk
  }
  if (sent !== bytes) throw new Error(`${name} changed while it was read: run the command again.`)
  yield Buffer.alloc((512 - (bytes % 512)) % 512)
}

/** What was written to a file or a directory survives a power cut. */
export async function synchronise(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
