import type { Engine } from '../../../lib/env/database-location'

/** SQL that differs between the engines. The generator uses 64-bit arithmetic only, so both create the same rows. */
export type Dialect = {
  /** A FROM item: the integers from 1 to `limit`, an expression that may reference earlier FROM items. */
  numbers: (limit: string, alias: string) => string
  /** A time in Prisma's storage format. @param milliseconds SQL expression: integer milliseconds since the epoch */
  time: (milliseconds: string) => string
  /** An integer as text. */
  text: (number: string) => string
}

/** The maximum `limit` of `numbers` when it references an earlier FROM item. */
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
 * SQL of a pseudo-random integer from 0 to 2,147,483,646: a hash of id, purpose and seed. The square makes it non-linear in
 * the id; no product exceeds 64 bits.
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
 * SQL of a skewed integer from 0 (inclusive) to `limit` (exclusive). With a `skew` above 1, low numbers are more frequent:
 * the lowest fraction s of the range has a share of s^(1/skew).
 */
export function skewedSql(limit: string | number, uniform: string, skew: number): string {
  return `CAST(floor(${limit} * power(${uniform}, ${skew})) AS BIGINT)`
}
