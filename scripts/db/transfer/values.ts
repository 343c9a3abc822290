import type { Engine } from '../../../lib/env/database-location'
import type { Kind } from './layout'

/** A value in transfer. PostgreSQL reads and writes text for every type; SQLite returns what it has stored. */
export type Cell = string | number | bigint | Buffer | null

type Convert = (value: Exclude<Cell, null>) => Cell

/**
 * Creates the conversion of a kind of values from one engine to another. Between databases of one engine values stay as
 * they are.
 * @returns a function that throws an Error with the problem; the caller adds table, row and column
 */
export function createConverter(from: Engine, to: Engine, kind: Kind): (value: Cell) => Cell {
  const convert: Convert = from === to ? identity : to === 'postgresql' ? toPostgresql[kind] : toSqlite[kind]
  return (value) => (value === null ? null : convert(value))
}

const identity: Convert = (value) => value

const toPostgresql: Record<Kind, Convert> = {
  text: (value) => rejectNul(Buffer.isBuffer(value) ? value.toString('utf8') : String(value)),
  integer: String,
  real: String,
  boolean: (value) => (Number(value) === 0 ? 'false' : 'true'),
  time: (value) => parseTime(value).toISOString(),
  bytes: (value) => `\\x${Buffer.from(value as Buffer | string).toString('hex')}`,
}

const toSqlite: Record<Kind, Convert> = {
  text: identity,
  integer: (value) => BigInt(value as string),
  real: Number,
  boolean: (value) => (value === 'true' ? 1 : 0),
  // The format of Prisma's SQLite adapter; as text it sorts in chronological order.
  time: (value) => parseTime(value).toISOString().replace('Z', '+00:00'),
  bytes: (value) => Buffer.from((value as string).slice(2), 'hex'),
}

function rejectNul(text: string): string {
  if (text.includes('\0'))
    throw new Error(
      'contains a NUL character, which PostgreSQL cannot store: remove it and run the command again',
    )
  return text
}

/**
 * Parses a time of either engine: milliseconds since 1970, or a text that is UTC unless it has an offset
 * (Prisma's `2026-11-21T10:00:00.000+00:00`, CURRENT_TIMESTAMP's `2026-11-21 10:00:00`, PostgreSQL's `…+00`).
 */
function parseTime(value: Exclude<Cell, null>): Date {
  const time = typeof value === 'string' ? new Date(toIsoFormat(value)) : new Date(Number(value))
  if (Number.isNaN(time.getTime()))
    throw new Error(`contains ${JSON.stringify(String(value))}, which is not a time`)
  return time
}

function toIsoFormat(text: string): string {
  const [, date, time = '00:00:00', offset = 'Z'] =
    /^([+-]?\d+-\d\d-\d\d)(?:[ T]([\d:.]+))? ?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text) ?? []
  // PostgreSQL omits the minutes of an offset of whole hours; JavaScript requires them.
  return `${date}T${time}${offset.length === 3 ? `${offset}:00` : offset}`
}
