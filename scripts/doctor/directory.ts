import { constants } from 'node:fs'
import { access, mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Env } from '../../lib/env'
import { formatBytes } from '../cli/format'
import { isPostgresql } from '../settings.mjs'
import { type Finding, ok, problem, warning } from './finding'

/** Free bytes below which a disk is a problem, and below which it is a warning. */
const [tooLittle, little] = [200_000_000, 1_000_000_000]

/** Checks that the data directory can be written, is private and has space. */
export async function checkDirectory(env: Env): Promise<Finding[]> {
  const directory = env.DATA_DIR
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const probe = join(directory, `.doctor-${process.pid}`)
    await writeFile(probe, '')
    await rm(probe)
    await access(directory, constants.R_OK)
  } catch (error) {
    const text = `${directory} cannot be written (${(error as NodeJS.ErrnoException).code}): give this user write permission, or set DATA_DIR to another.`
    return [isPostgresql(process.env) && env.S3_BUCKET ? warning('data', text) : problem('data', text)]
  }
  const { mode } = await stat(directory)
  const { bavail, bsize } = await statfs(directory)
  return [
    mode & 0o077
      ? warning('data', `${directory} can be read by other users: chmod 700 ${directory}`)
      : ok('data', `${directory} can be written, by this user only`),
    diskFinding(bavail * bsize),
  ]
}

/** @param free bytes that this user may still write */
export function diskFinding(free: number): Finding {
  const text = `${formatBytes(free)} are free`
  if (free < tooLittle) return problem('disk', `Only ${text}: delete files or enlarge the disk now.`)
  return free < little ? warning('disk', `${text}: plan for more space.`) : ok('disk', text)
}

/** Checks LOG_FILE without creating it: it would belong to the user of this command. */
export async function checkLogFile(): Promise<Finding[]> {
  if (!process.env.LOG_FILE) return []
  const path = resolve(process.env.LOG_FILE)
  const code = await whyNotWritable(path)
  return code
    ? [problem('log', `LOG_FILE ${path} cannot be written (${code}): set it to another file.`)]
    : [ok('log', `${path} can be written`)]
}

/**
 * Whether this user can write a file, after creating the missing directories of its path.
 * @returns null when it is possible, or else the code of the error, such as EACCES
 */
export async function whyNotWritable(path: string, isFile = true): Promise<string | null> {
  try {
    const isDirectory = (await stat(path)).isDirectory()
    if (isDirectory === isFile) return isDirectory ? 'EISDIR' : 'ENOTDIR'
    await access(path, isFile ? constants.W_OK : constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    return code === 'ENOENT' && dirname(path) !== path ? whyNotWritable(dirname(path), false) : code
  }
}
