// Plain JavaScript, because scripts/settings.mjs needs it before anything is installed.

import { chmodSync, closeSync, lstatSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const rightsOfOthers = 0o077
const sticky = 0o1000

/**
 * Removes all permissions of group and others from a file or directory, and adds none. Ignores missing entries,
 * links, what belongs to another user, and directories that are shared on purpose, like /tmp.
 * @param {string} path
 */
export function restrictToOwner(path) {
  const entry = lstatSync(/* turbopackIgnore: true */ path, { throwIfNoEntry: false })
  if (!entry || entry.isSymbolicLink() || entry.uid !== process.getuid?.()) return
  if (entry.mode & sticky || !(entry.mode & rightsOfOthers)) return
  try {
    chmodSync(/* turbopackIgnore: true */ path, entry.mode & 0o7777 & ~rightsOfOthers)
  } catch {
    // Deleted by another process, as a log may be, or on a file system without modes.
  }
}

/**
 * Restricts a directory and everything directly in it. What lies deeper cannot be reached past the directory.
 * @param {string} directory
 */
export function restrictDirectory(directory) {
  restrictToOwner(directory)
  for (const name of readdirSync(directory)) restrictToOwner(join(directory, name))
}

/**
 * Restricts a SQLite file and its log; a missing file is made, empty, which is what SQLite itself would do. SQLite gives
 * a new log the mode of its database.
 * @param {string} file
 */
export function keepSqliteFilePrivate(file) {
  try {
    closeSync(openSync(/* turbopackIgnore: true */ file, 'ax', 0o600))
  } catch {
    // The file exists, or SQLite reports the problem when it opens the file.
  }
  for (const ending of ['', '-wal', '-shm']) restrictToOwner(file + ending)
}
