import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

export type ListedArchive = { path: string; bytes: number; made: Date }

/** Lists the archives in a directory, newest first. */
export async function listArchives(directory: string): Promise<ListedArchive[]> {
  if (!existsSync(directory)) return []
  const names = (await readdir(directory)).filter((name) => /^roost-\d{8}T\d{6}Z.*\.tar\.gz$/.test(name))
  const paths = names
    .sort()
    .reverse()
    .map((name) => join(directory, name))
  return Promise.all(
    paths.map(async (path) => ({ path, bytes: (await stat(path)).size, made: parseTime(basename(path)) })),
  )
}

function parseTime(name: string): Date {
  return new Date(name.replace(/^roost-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6Z'))
}
