import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Engine = 'sqlite' | 'postgresql'

/** How people call the engines. */
export const engineNames: Record<Engine, string> = { sqlite: 'SQLite', postgresql: 'PostgreSQL' }

/** The engine that a database address names: `file:…` or `postgres(ql)://…`. */
export function engineOf(url: string): Engine {
  if (url.startsWith('file:')) return 'sqlite'
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgresql'
  throw new Error('DATABASE_URL must start with file: or postgresql://')
}

/** The path of a SQLite address; `file:relative`, `file:/absolute` and `file:///absolute` all work. */
export function sqliteFile(url: string): string {
  return resolve(url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length))
}

/** The name that a person types to say "yes, this database": the file's name, or the database's on its server. */
export function databaseName(url: string): string {
  if (engineOf(url) === 'sqlite') return sqliteFile(url).split('/').at(-1) as string
  return decodeURIComponent(new URL(url).pathname.slice(1))
}

/** The address as it may be shown and logged: without password and parameters. */
export function shownAddress(url: string): string {
  if (engineOf(url) === 'sqlite') return `file:${sqliteFile(url)}`
  const { username, hostname, port, pathname, password } = new URL(url)
  const user = username ? `${username}${password ? ':***' : ''}@` : ''
  return `postgresql://${user}${hostname}${port ? `:${port}` : ''}${pathname}`
}

/** Where a database is, for messages: the file, or the name on the server. */
export const placeOf = (url: string): string =>
  engineOf(url) === 'sqlite' ? sqliteFile(url) : databaseName(url)

/** The name of a database, a table or a column as both engines' SQL writes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
