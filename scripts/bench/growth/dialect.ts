import type { Engine } from '../../../lib/env/database-location'

/** The SQL in which the engines differ. All arithmetic of the generator is 64-bit, so both create the same rows. */
export type Dialect = {
  /** An item of FROM: the whole numbers from 1 to `limit`, which may refer to earlier items. */
  numbers: (limit: string, alias: string) => string
  /** A time as Prisma stores it. @param milliseconds SQL of whole milliseconds since 1970 */
  time: (milliseconds: string) => string
  /** A whole number as text. */
  text: (number: string) => string
}

/** The largest number of a series that depends on an earlier item of FROM. */
export const maxDependent = 10_000

const sqlite: Dialect = {
  numbers: (limit, alias) =>
    /^\d+$/.test(limit)
      ? `JOIN (WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < ${limit}) SELECT n FROM series) ${alias}`
      : `JOIN bench_numbers ${alias} ON ${alias}.n <= ${limit}`,
  time: (milliseconds) =>
    `strftime('%Y-%m-%dT%H:%M:%S', (${milliseconds}) / 1000, 'unixepoch') || printf('.%03d+00:00', (${milliseconds}) % 1000)`,
  text: (number) => `CAST(${number} AS TEXT)`,
}

const postgresql: Dialect = {
  numbers: (limit, alias) => `CROSS JOIN LATERAL generate_series(1::bigint, ${limit}) ${alias}(n)`,
  time: (milliseconds) => `TIMESTAMP '1970-01-01' + (${milliseconds}) * INTERVAL '1 millisecond'`,
  text: (number) => `(${number})::text`,
}

export const dialects: Record<Engine, Dialect> = { sqlite, postgresql }

const modulus = 2_147_483_647

/**
 * SQL of a pseudo-random whole number from 0 to 2,147,483,646 that depends on an id and a purpose only. The square makes
 * it non-linear in the id; no product exceeds 64 bits.
 */
export function randomSql(id: string, purpose: number, seed: number): string {
  const first = `((CAST(${id} AS BIGINT) * 48271 + ${purpose * 69_621 + seed * 16_807 + 12_345}) % ${modulus})`
  const second = `((${first} * ${first} + ${purpose * 40_692 + seed}) % ${modulus})`
  return `((${second} * 48271 + ${first}) % ${modulus})`
}

/** SQL of a pseudo-random number from 0 (inclusive) to 1 (exclusive). */
export function uniformSql(id: string, purpose: number, seed: number): string {
  return `(CAST(${randomSql(id, purpose, seed)} AS DOUBLE PRECISION) / ${modulus})`
}

/**
 * SQL of a whole number from 0 (inclusive) to `limit` (exclusive). A `skew` above 1 prefers low numbers: those below a
 * share s of the limit have the share s^(1/skew) of all.
 */
export function skewedSql(limit: string | number, uniform: string, skew: number): string {
  return `CAST(floor(${limit} * power(${uniform}, ${skew})) AS BIGINT)`
}
