import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Storage } from './storage'
import { isStorageName } from './storage-name'

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** The names of files that `replace` has not finished: a storage name and a UUID. */
const unfinished = /\.[a-z0-9]+\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Files under `root`, for this user alone. A file is written atomically. */
export function fileStorage(root: string): Storage {
  const pathOf = (name: string) => {
    if (!isStorageName(name)) throw new Error(`not a storage name: ${name}`)
    return join(/* turbopackIgnore: true */ root, name)
  }
  /** Writes a file beside the final one and renames it. */
  async function replace(name: string, write: (partial: string) => Promise<void>): Promise<void> {
    const path = pathOf(name)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const partial = `${path}.${crypto.randomUUID()}`
    try {
      await write(partial)
      await rename(partial, path)
    } catch (error) {
      await rm(partial, { force: true })
      throw error
    }
  }
  return {
    async put(name, bytes) {
      await replace(name, (partial) => writeFile(partial, bytes, { mode: 0o600 }))
    },
    async putStream(name, chunks) {
      let size = 0
      await replace(name, async (partial) => {
        await pipeline(chunks, createWriteStream(partial, { mode: 0o600 }))
        size = (await stat(partial)).size
      })
      return size
    },
    async open(name) {
      try {
        const file = await open(pathOf(name))
        // The web stream of Node also closes the file when the reader stops early.
        return Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    async deletePartialFiles(before) {
      for await (const name of walk(root)) {
        if (!unfinished.test(name)) continue
        const path = join(/* turbopackIgnore: true */ root, name)
        const { mtime } = await stat(path)
        if (mtime < before) await rm(path, { force: true })
      }
    },
    async get(name) {
      try {
        return await readFile(pathOf(name))
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    async remove(name) {
      await rm(pathOf(name), { force: true })
    },
    async *list() {
      // What put() has not finished has no storage name.
      for await (const name of walk(root)) if (isStorageName(name)) yield name
    },
  }
}

async function* walk(root: string, under = ''): AsyncGenerator<string> {
  const entries = await readdir(join(/* turbopackIgnore: true */ root, under), { withFileTypes: true }).catch(
    (error) => {
      if (isMissing(error)) return []
      throw error
    },
  )
  for (const entry of entries) {
    if (entry.isDirectory()) yield* walk(root, `${under}${entry.name}/`)
    else if (entry.isFile()) yield `${under}${entry.name}`
  }
}
