import { close as closeFile, read as readFile, write as writeFile } from 'node:fs'
import { promisify } from 'node:util'
import type { ImportRecord } from './records'
import { openTemporaryFile } from './temporary-file'

const [close, read, write] = [promisify(closeFile), promisify(readFile), promisify(writeFile)]

/** The position of an entry in the file, and what orders it. */
type IndexEntry = { type: ImportRecord['type']; at: number; order: number; offset: number; length: number }

/** Posts first, because follows, likes and bookmarks change nothing about them. */
const ranks = { post: 0, follow: 1, like: 2, bookmark: 3 } satisfies Record<ImportRecord['type'], number>

/** Bytes to collect before a write. */
const bufferSize = 256 * 1024

/** The valid entries of an archive in a temporary file, of which only the order is in memory. */
export class Spool {
  readonly #index: IndexEntry[] = []
  #pending: Buffer[] = []
  #pendingBytes = 0
  #written = 0

  private constructor(private readonly fd: number) {}

  static async open(): Promise<Spool> {
    return new Spool(await openTemporaryFile())
  }

  get size(): number {
    return this.#index.length
  }

  async add(record: ImportRecord, order: number): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(record))
    const offset = this.#written + this.#pendingBytes
    const at = record.createdAt.getTime()
    this.#index.push({ type: record.type, at, order, offset, length: bytes.length })
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    if (this.#pendingBytes >= bufferSize) await this.#flush()
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pending)
    for (let done = 0; done < bytes.length; )
      done += (await write(this.fd, bytes, done, bytes.length - done, this.#written + done)).bytesWritten
    this.#written += bytes.length
    this.#pending = []
    this.#pendingBytes = 0
  }

  /**
   * The entries in the order in which they are imported, oldest first, in batches of one type.
   * @param start the number of entries to leave out
   * @param size entries of a batch
   */
  async *batches(start: number, size: number): AsyncGenerator<ImportRecord[]> {
    await this.#flush()
    this.#index.sort((a, b) => ranks[a.type] - ranks[b.type] || a.at - b.at || a.order - b.order)
    for (let at = start; at < this.#index.length; ) {
      const { type } = this.#index[at] as IndexEntry
      const others = this.#index.slice(at, at + size)
      const end = others.findIndex((place) => place.type !== type)
      const batch = end < 0 ? others : others.slice(0, end)
      yield await Promise.all(batch.map((place) => this.#read(place)))
      at += batch.length
    }
  }

  async #read({ offset, length }: IndexEntry): Promise<ImportRecord> {
    const { buffer, bytesRead } = await read(this.fd, Buffer.alloc(length), 0, length, offset)
    if (bytesRead !== length) throw new Error('the temporary file is incomplete')
    return JSON.parse(buffer.toString(), reviveTime) as ImportRecord
  }

  async close(): Promise<void> {
    await close(this.fd)
  }
}

const reviveTime = (key: string, value: unknown) =>
  (key === 'createdAt' || key === 'editedAt') && typeof value === 'string' ? new Date(value) : value
