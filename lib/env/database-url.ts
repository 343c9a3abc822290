import { statSync } from 'node:fs'
import { parseUrl } from '../url'
import { sqliteFile } from './database-location'
import { canDecode } from './setting-types'

const pattern = 'postgresql://user:password@host:5432/database'
const encoding = 'a password with / ? # @ or % in it must be percent-encoded'

/**
 * Finds what is wrong with a database URL.
 * @returns the end of a sentence that begins with "DATABASE_URL", or null; never quotes the URL, because a typing error
 *   can put the password into any part of it
 */
export function findDatabaseUrlProblem(url: string): string | null {
  if (/^["']|["']$/.test(url)) return 'is in quotes: remove them'
  const [, scheme = '', slashes] = /^([a-z][a-z0-9+.-]*):(\/\/)?/i.exec(url) ?? []
  const name = scheme.toLowerCase()
  if (name === 'file') return fileProblem(url)
  if (name === 'sqlite' || name === 'sqlite3') return 'must be file:/path/to/roost.db for SQLite'
  if (/^postgres(ql)?$/.test(name)) return slashes ? serverProblem(url) : `must look like ${pattern}`
  if (name.startsWith('postgre')) return 'must start with postgresql:// for PostgreSQL'
  return 'must start with file: (SQLite) or postgresql:// (PostgreSQL), the engines that Roost runs on'
}

/** Writes the scheme in lower case, and `postgres:` as `postgresql:`. */
export function normalizeDatabaseUrl(url: string): string {
  return url.replace(/^postgres(ql)?:\/\//i, 'postgresql://').replace(/^file:/i, 'file:')
}

function fileProblem(url: string): string | null {
  if (url.includes('?')) return 'takes no parameters after ? with SQLite: remove them'
  if (/^file:\/*$/i.test(url)) return 'names no file: write file:/path/to/roost.db'
  if (/^file::memory:/i.test(url)) return 'must name a file: what is in memory only is lost at the next start'
  try {
    const path = sqliteFile(normalizeDatabaseUrl(url))
    const isDirectory = statSync(/* turbopackIgnore: true */ path, { throwIfNoEntry: false })?.isDirectory()
    if (isDirectory || url.endsWith('/')) return 'names a directory: add the name of a file, like roost.db'
  } catch (error) {
    // Other errors of the path are reported when the file is opened.
    if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_'))
      return 'must be file:/path/to/roost.db: two slashes would begin the name of a host'
  }
  return null
}

function serverProblem(url: string): string | null {
  if (/\s/.test(url)) return 'has a space in it: remove it, or encode it as %20'
  const host = (/^[^:]+:\/\/([^/?#]*)/.exec(url)?.[1] ?? '').replace(/^.*@/, '')
  // libpq names the directory of a Unix socket by a parameter.
  if (host === '' && !/[?&]host=/.test(url)) return `names no host: write it like ${pattern}`
  const port = /:([^:\]]*)$/.exec(host)?.[1]
  if (port !== undefined && !isPort(port))
    return `has a port that is no whole number from 1 to 65535 (or ${encoding})`
  const parsed = parseUrl(url)
  if (!parsed || url.includes('#')) return `is not an address like ${pattern} (${encoding})`
  const { username, password, pathname, searchParams } = parsed
  if (![username, password, pathname].every(canDecode)) return `has an invalid percent escape (${encoding})`
  if (pathname.length < 2) return `names no database: end it with one, like ${pattern}`
  if (pathname.includes('/', 1)) return `has a path where the database's name belongs (${encoding})`
  const limit = searchParams.get('connection_limit')
  if (limit !== null && !/^[1-9]\d{0,3}$/.test(limit))
    return 'has a connection_limit that is not a whole number from 1 to 9999'
  return null
}

const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
