import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parseEnv } from '../env'
import { findDatabaseUrlProblem, normalizeDatabaseUrl } from './database-url'

const directory = mkdtempSync(join(tmpdir(), 's3cret-'))
afterAll(() => rmdirSync(directory))

test.each([
  ['mysql://ann:s3cret@localhost/roost', 'must start with file: (SQLite) or postgresql://'],
  ['s3cret', 'must start with file:'],
  ['postgre://ann:s3cret@localhost/roost', 'must start with postgresql://'],
  ['postgress://ann:s3cret@localhost/roost', 'must start with postgresql://'],
  ['postgresql+psycopg2://ann:s3cret@localhost/roost', 'must start with postgresql://'],
  ['postgresql:ann:s3cret@localhost/roost', 'must look like postgresql://'],
  ['postgresql:/ann:s3cret@localhost/roost', 'must look like postgresql://'],
  ['"postgresql://ann:s3cret@localhost/roost"', 'is in quotes'],
  ['postgresql://', 'names no host'],
  ['postgresql:///roost', 'names no host'],
  ['postgresql://ann:s3cret@/roost', 'names no host'],
  ['postgresql://ann:s3cret@localhost', 'names no database'],
  ['postgresql://ann:s3cret@localhost/', 'names no database'],
  ['postgresql://ann:s3cret@localhost/?connection_limit=5', 'names no database'],
  ['postgresql://ann:s3cret@localhost/roost/s3cret', 'has a path'],
  ['postgresql://ann:s3cret@localhost:0/roost', 'has a port'],
  ['postgresql://ann:s3cret@localhost:65536/roost', 'has a port'],
  ['postgresql://ann:s3cret@localhost:54e2/roost', 'has a port'],
  ['postgresql://ann:s3cret@localhost:/roost', 'has a port'],
  ['postgresql://ann:s3cret/x@localhost/roost', 'percent-encoded'],
  ['postgresql://ann:s3cret?x@localhost/roost', 'percent-encoded'],
  ['postgresql://ann:s3cret#x@localhost/roost', 'percent-encoded'],
  ['postgresql://ann:s3cret%zz@localhost/roost', 'has an invalid percent escape'],
  ['postgresql://ann:s3 cret@localhost/roost', 'has a space'],
  ['postgresql://ann:s3cret@local host/roost', 'has a space'],
  ['postgresql://ann:s3cret@localhost/roost?connection_limit=many', 'connection_limit'],
  ['postgresql://ann:s3cret@localhost/roost?connection_limit=0', 'connection_limit'],
  ['sqlite:///s3cret.db', 'must be file:'],
  ['file:', 'names no file'],
  ['file://', 'names no file'],
  ['file:///', 'names no file'],
  ['file::memory:', 'must name a file'],
  ['file:.', 'names a directory'],
  ['file:/not/there/s3cret/', 'names a directory'],
  [`file:${directory}`, 'names a directory'],
  ['file://s3cret/roost.db', 'two slashes would begin the name of a host'],
  ['file:/roost.db?s3cret=1', 'takes no parameters'],
])('rejects DATABASE_URL=%s in one line that does not repeat its values [CFG-05]', (url, reason) => {
  const start = () => parseEnv({ DATABASE_URL: url })
  expect(start).toThrow(/^Roost cannot start: DATABASE_URL [^\n]+\.$/)
  expect(start).toThrow(reason)
  expect(start).not.toThrow('s3cret')
})

test.each([
  ['file:roost.db'],
  ['file:/var/lib/roost.db'],
  ['file:///var/lib/roost.db'],
  ['postgresql://localhost/roost'],
  ['postgresql://ann:p%40ss%2Fw%25rd@db.example:5432/roost?connection_limit=5&sslmode=require'],
  ['postgresql://ann@[::1]:5432/roost'],
  ['postgresql:///roost?host=/var/run/postgresql'],
  ['POSTGRES://localhost/roost'],
])('accepts %s', (url) => expect(findDatabaseUrlProblem(url)).toBeNull())

test.each([
  ['postgres://localhost/roost', 'postgresql://localhost/roost'],
  ['Postgres://localhost/postgres://', 'postgresql://localhost/postgres://'],
  ['FILE:roost.db', 'file:roost.db'],
])('normalizes %s to %s [CFG-03]', (url, normal) => expect(normalizeDatabaseUrl(url)).toBe(normal))
