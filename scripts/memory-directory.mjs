// The directory for temporary files of unit tests. Most of them belong to databases. In memory, the tests of
// migrations, posts, messages and searches need a third of the system time on PostgreSQL (13 instead of 34 to 52 s),
// because creating and dropping a database, which each file does, writes and deletes hundreds of files.

import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'

const mount = '/dev/shm'
const gibibyte = 2 ** 30

/** @type {import('./memory-directory.mjs').hasMemoryDirectory} */
export function hasMemoryDirectory({ mounts, memory, freeBytes }) {
  const [, type, options = ''] =
    mounts
      .split('\n')
      .map((line) => line.split(' ').slice(1))
      .find(([path]) => path === mount) ?? []
  const flags = options.split(',')
  if (type !== 'tmpfs' || flags.includes('noexec') || flags.includes('ro')) return false
  const available = Number(/^MemAvailable: +(\d+) kB/m.exec(memory)?.[1] ?? 0) * 1024
  return available >= 8 * gibibyte && freeBytes(mount) >= 4 * gibibyte
}

/** @type {import('./memory-directory.mjs').createMemoryDirectory} */
export function createMemoryDirectory() {
  if (process.env.TMPDIR || process.platform !== 'linux') return undefined
  const freeBytes = (directory) => {
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize
  }
  const [mounts, memory] = ['/proc/mounts', '/proc/meminfo'].map((file) => readFileSync(file, 'utf8'))
  if (!hasMemoryDirectory({ mounts, memory, freeBytes })) return undefined
  const directory = mkdtempSync(`${mount}/roost-tests-`)
  // PostgreSQL runs as another user.
  chmodSync(directory, 0o1777)
  process.once('exit', () =>
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }),
  )
  return directory
}
