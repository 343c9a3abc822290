import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Storage } from './storage'
import { isStorageName } from './storage-name'

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Files under `root`, for this user alone. A file appears whole or not at all. */
export function fileStorage(root: string): Storage {
  const pathOf = (name: string) => {
    if (!isStorageName(name)) throw new Error(`not a storage name: ${name}`)
    return join(/* turbopackIgnore: true */ root, name)
  }
  return {
    async put(name, bytes) {
      const path = pathOf(name)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const partial = `${path}.${crypto.randomUUID()}`
      try {
        await writeFile(partial, bytes, { mode: 0o600 })
        await rename(partial, path)
      } catch (error) {
        await rm(partial, { force: true })
        throw error
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
