import { closeSync } from 'node:fs'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { type Entry, fromFd, type Options, type ZipFile } from 'yauzl'
import { limits } from '../limits'
import { ArchiveError } from './archive-error'

export type ZipLimits = {
  maxEntries: number
  /** Uncompressed bytes of one entry. */
  maxEntryBytes: number
  /** Uncompressed bytes of all entries that are read. */
  maxTotalBytes: number
  /** Uncompressed bytes for each compressed byte of an entry. */
  maxRatio: number
}

/** Bytes up to which an entry may have any ratio: a list of equal short texts compresses well. */
const ratioCheckMinBytes = 1024 * 1024

const fileTypeMask = 0o170000
const regularFile = 0o100000
const directory = 0o040000

/** `made by` of archives whose external attributes are a Unix mode: Unix and macOS (APPNOTE 4.4.2). */
const unixHosts = [3, 19]

/**
 * A zip that its sender may have crafted. `openZip` checks the whole central directory; `read` counts the bytes that it
 * yields, because headers can claim less.
 */
export class ReadableZip {
  readonly #file: ZipFile
  readonly #entries: Map<string, Entry>
  readonly #limits: ZipLimits
  #bytesRead = 0

  constructor(file: ZipFile, entries: Map<string, Entry>, limits: ZipLimits) {
    this.#file = file
    this.#entries = entries
    this.#limits = limits
  }

  /** The names of its files, in the order of the central directory. */
  get names(): string[] {
    return [...this.#entries.keys()]
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /**
   * The content of a file, as a stream.
   * @throws ArchiveError `tooLarge`; `damaged` for content that differs from its size or checksum
   */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name)
    if (!entry) throw new ArchiveError('damaged', name)
    let size = 0
    let checksum = 0
    const stream = await withArchiveErrors(name, () => this.#file.openReadStreamPromise(entry))
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length
        this.#bytesRead += chunk.length
        if (size > this.#limits.maxEntryBytes || this.#bytesRead > this.#limits.maxTotalBytes)
          throw new ArchiveError('tooLarge', name)
        checksum = crc32(chunk, checksum)
        yield chunk
      }
    } catch (error) {
      throw error instanceof ArchiveError ? error : new ArchiveError('damaged', name, { cause: error })
    } finally {
      stream.destroy()
    }
    if (checksum !== entry.crc32) throw new ArchiveError('damaged', name)
  }

  close(): void {
    this.#file.close()
  }
}

/**
 * Reads the central directory of a zip and checks every entry.
 * @param fd of the file; closed by `close`, and when the zip is refused
 * @throws ArchiveError
 */
export async function openZip(fd: number, allowed: ZipLimits = limits.archive): Promise<ReadableZip> {
  const options = { lazyEntries: true, autoClose: false, strictFileNames: true } as const
  const file = await withArchiveErrors('', () => openFd(fd, options)).catch((error: unknown) => {
    closeSync(fd)
    throw error
  })
  try {
    const entries = await withArchiveErrors('', () => readEntries(file, allowed))
    return new ReadableZip(file, entries, allowed)
  } catch (error) {
    file.close()
    throw error
  }
}

const openFd = promisify((fd: number, options: Options, done: (error: Error | null, file: ZipFile) => void) =>
  fromFd(fd, options, done),
)

async function readEntries(file: ZipFile, allowed: ZipLimits): Promise<Map<string, Entry>> {
  if (file.entryCount > allowed.maxEntries) throw new ArchiveError('tooManyEntries')
  const entries = new Map<string, Entry>()
  const names = new Set<string>()
  let claimed = 0
  for await (const entry of file.eachEntry()) {
    checkEntry(entry, allowed)
    claimed += entry.uncompressedSize
    if (claimed > allowed.maxTotalBytes) throw new ArchiveError('tooLarge', entry.fileName)
    const name = entry.fileName.normalize()
    if (names.has(name)) throw new ArchiveError('duplicateName', entry.fileName)
    names.add(name)
    if (!name.endsWith('/')) entries.set(entry.fileName, entry)
  }
  return entries
}

function checkEntry(entry: Entry, { maxEntryBytes, maxRatio }: ZipLimits): void {
  const { fileName: name, uncompressedSize: size, compressedSize } = entry
  if (!isSafeName(name)) throw new ArchiveError('unsafeName', name)
  if (entry.isEncrypted()) throw new ArchiveError('encrypted', name)
  if (!isFileOrDirectory(entry)) throw new ArchiveError('link', name)
  if (size > maxEntryBytes) throw new ArchiveError('tooLarge', name)
  if (size > ratioCheckMinBytes && size > compressedSize * maxRatio) throw new ArchiveError('ratio', name)
}

/** Nothing is written by these names; a `..` or an absolute path still shows that the archive was crafted. */
function isSafeName(name: string): boolean {
  if (name === '' || name.includes('\\') || name.includes('\0') || /^(?:\/|[a-z]:)/i.test(name)) return false
  return !name.split('/').some((part) => part === '..' || part === '.')
}

function isFileOrDirectory({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  if (!unixHosts.includes(versionMadeBy >>> 8)) return true
  const type = (externalFileAttributes >>> 16) & fileTypeMask
  return type === 0 || type === regularFile || type === directory
}

/** Runs an operation of yauzl, whose errors have no codes. */
async function withArchiveErrors<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ArchiveError) throw error
    const message = error instanceof Error ? error.message : ''
    const isName = /^(?:absolute path|invalid relative path|invalid characters in fileName)/.test(message)
    throw new ArchiveError(isName ? 'unsafeName' : 'damaged', place, { cause: error })
  }
}
