import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Engine = 'sqlite' | 'postgresql'

/** The product names of the engines, for messages. */
export const engineNames: Record<Engine, string> = { sqlite: 'SQLite', postgresql: 'PostgreSQL' }

/**
 * The engine of a database URL.
 * @throws Error unless the URL starts with `file:` or `postgres(ql)://`
 */
export function engineOf(url: string): Engine {
  if (url.startsWith('file:')) return 'sqlite'
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgresql'
  throw new Error('DATABASE_URL must start with file: or postgresql://')
}

/** The absolute path of a SQLite URL: `file:relative`, `file:/absolute` or `file:///absolute`. */
export function sqliteFile(url: string): string {
  return resolve(url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length))
}

/** The name to type to confirm a command: the base name of the file, or the name of the database on its server. */
export function databaseName(url: string): string {
  if (engineOf(url) === 'sqlite') return sqliteFile(url).split('/').at(-1) as string
  return decodeURIComponent(new URL(url).pathname.slice(1))
}

/** The URL without password and parameters, safe to print and log. */
export function redactedUrl(url: string): string {
  if (engineOf(url) === 'sqlite') return `file:${sqliteFile(url)}`
  const { username, hostname, port, pathname, password } = new URL(url)
  const user = username ? `${username}${password ? ':***' : ''}@` : ''
  return `postgresql://${user}${hostname}${port ? `:${port}` : ''}${pathname}`
}

/** The path of the file, or the name on the server, for messages. */
export function databaseLocation(url: string): string {
  return engineOf(url) === 'sqlite' ? sqliteFile(url) : databaseName(url)
}
