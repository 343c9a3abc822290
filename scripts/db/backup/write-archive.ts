import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Header } from 'tar'
import { type Manifest, manifestFile } from './manifest'
import { syncToDisk } from './sync-to-disk'

/** A file to write into an archive. */
export type ArchiveFile = {
  name: string
  bytes: number
  content: AsyncIterable<Buffer> | Iterable<Buffer>
}

/** A file from memory. */
export function bufferFile(name: string, content: Uint8Array): ArchiveFile {
  return { name, bytes: content.byteLength, content: [Buffer.from(content)] }
}

/** A file from the disk. */
export async function diskFile(name: string, path: string): Promise<ArchiveFile> {
  return { name, bytes: (await stat(path)).size, content: createReadStream(path) }
}

/**
 * Writes a tar.gz with mode 600 and flushes it to the disk. The manifest is the last file, because its checksums are
 * computed while the other files are written.
 * @throws Error when the path exists, or a file changes while it is read
 */
export async function writeArchive(
  path: string,
  files: AsyncIterable<ArchiveFile>,
  createManifest: (files: Manifest['files']) => Manifest,
): Promise<void> {
  const output = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  await pipeline(tarBlocks(files, createManifest), createGzip(), output)
  await syncToDisk(path)
}

async function* tarBlocks(
  files: AsyncIterable<ArchiveFile>,
  createManifest: (files: Manifest['files']) => Manifest,
) {
  const written: Manifest['files'] = {}
  for await (const file of files) {
    const hash = createHash('sha256')
    yield* fileBlocks(file, (chunk) => hash.update(chunk))
    written[file.name] = { bytes: file.bytes, sha256: hash.digest('hex') }
  }
  const manifest = `${JSON.stringify(createManifest(written), null, 2)}\n`
  yield* fileBlocks(bufferFile(manifestFile, Buffer.from(manifest)))
  // The end of a tar archive: two empty blocks.
  yield Buffer.alloc(2 * blockSize)
}

const blockSize = 512

async function* fileBlocks(
  { name, bytes, content }: ArchiveFile,
  onChunk: (chunk: Buffer) => void = () => {},
) {
  const header = new Header({ path: name, size: bytes, mode: 0o600, mtime: new Date(), type: 'File' })
  const block = Buffer.alloc(blockSize)
  if (header.encode(block)) throw new Error(`The name ${name} is too long for an archive.`)
  yield block
  let written = 0
  for await (const chunk of content) {
    onChunk(chunk)
    written += chunk.byteLength
    yield chunk
  }
  if (written !== bytes) throw new Error(`${name} changed while it was read: run the command again.`)
  yield Buffer.alloc((blockSize - (bytes % blockSize)) % blockSize)
}
