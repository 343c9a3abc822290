import type { Engine } from '../../../lib/env/database-location'
import type { Kind } from './layout'

/** A value on its way. PostgreSQL gives and takes text for everything; SQLite gives what it stored. */
export type Cell = string | number | bigint | Buffer | null

type Convert = (value: Exclude<Cell, null>) => Cell

/**
 * How values of a kind get from one engine to the other. Between databases of one engine they travel as they are.
 * @returns a function that throws an Error saying what is wrong with a value, for the caller to say where it stands
 */
export function conversion(from: Engine, to: Engine, kind: Kind): (value: Cell) => Cell {
  const convert: Convert = from === to ? unchanged : to === 'postgresql' ? toPostgresql[kind] : toSqlite[kind]
  return (value) => (value === null ? null : convert(value))
}

const unchanged: Convert = (value) => value

const toPostgresql: Record<Kind, Convert> = {
  text: (value) => withoutNul(Buffer.isBuffer(value) ? value.toString('utf8') : String(value)),
  integer: String,
  real: String,
  boolean: (value) => (Number(value) === 0 ? 'false' : 'true'),
  time: (value) => timeOf(value).toISOString(),
  bytes: (value) => `\\x${Buffer.from(value as Buffer | string).toString('hex')}`,
}

const toSqlite: Record<Kind, Convert> = {
  text: unchanged,
  integer: (value) => BigInt(value as string),
  real: Number,
  boolean: (value) => (value === 'true' ? 1 : 0),
  // What Prisma's SQLite adapter writes; texts of one form compare in the order of time.
  time: (value) => timeOf(value).toISOString().replace('Z', '+00:00'),
  bytes: (value) => Buffer.from((value as string).slice(2), 'hex'),
}

function withoutNul(text: string): string {
  if (text.includes('\0'))
    throw new Error(
      'holds a NUL character, which PostgreSQL cannot store: take it out and run the command again',
    )
  return text
}

/**
 * A time as either engine keeps it: milliseconds since 1970, or a text that is UTC unless it names an offset
 * (Prisma's `2026-11-21T10:00:00.000+00:00`, CURRENT_TIMESTAMP's `2026-11-21 10:00:00`, PostgreSQL's `…+00`).
 */
function timeOf(value: Exclude<Cell, null>): Date {
  const time = typeof value === 'string' ? new Date(isoForm(value)) : new Date(Number(value))
  if (Number.isNaN(time.getTime()))
    throw new Error(`holds ${JSON.stringify(String(value))}, which is no time`)
  return time
}

function isoForm(text: string): string {
  const [, date, time = '00:00:00', offset = 'Z'] =
    /^([+-]?\d+-\d\d-\d\d)(?:[ T]([\d:.]+))? ?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text) ?? []
  // PostgreSQL cuts an offset of whole hours short; JavaScript wants the minutes.
  return `${date}T${time}${offset.length === 3 ? `${offset}:00` : offset}`
}
