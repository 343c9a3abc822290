// Directories that several processes create at the same time: each process fills a private directory and renames it.

import { mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const mark = '.unfinished-'

/** Milliseconds after which an unfinished directory belongs to a process that was killed. */
const abandoned = 24 * 3_600_000

/** Passes a new directory in `base` to `fill`, and removes what is left of it afterwards. */
export async function withUnfinished(base, name, fill) {
  const directory = mkdtempSync(join(base, `${name}${mark}`))
  try {
    return await fill(directory)
  } finally {
    remove(directory)
  }
}

/** Renames a complete directory to its shared path. When another process was first, its directory stays. */
export function publish(directory, shared) {
  try {
    renameSync(directory, shared)
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY'].includes(error.code)) throw error
    remove(directory)
  }
}

/** Removes what killed processes left. By age: another container may share `base`, and has separate process ids. */
export function removeAbandoned(base, now = Date.now()) {
  for (const name of readdirSync(base).filter((some) => some.includes(mark))) {
    const time = statSync(join(base, name), { throwIfNoEntry: false })?.mtimeMs ?? now
    if (now - time > abandoned) remove(join(base, name))
  }
}

/** Repeated, because a program that is being stopped may still write. */
const remove = (directory) => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
