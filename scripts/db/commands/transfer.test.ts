import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emptyDatabase } from '../../../lib/testing/empty-database'
import { runScript } from '../../../lib/testing/run-script'
import { upgradeDatabase } from '../migrations/upgrade'

const database = emptyDatabase()
const transfer = (from: string, to: string, ...flags: string[]) =>
  runScript('scripts/db/main.ts', ['transfer', '--from', from, '--to', to, ...flags], {
    DATA_DIR: database.directory,
  })

test('--sql --json prints the statements as JSON [CLI-03]', async () => {
  const other = `file:${database.directory}/other.db`
  for (const url of [database.url, other]) await upgradeDatabase(url)
  const { code, out, err } = await transfer(other, database.url, '--sql', '--json')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(JSON.parse(out)).toEqual({ sql: (await transfer(other, database.url, '--sql')).out.slice(0, -1) })
})

const pattern = 'postgresql://user:password@host:5432/database'

test.each([
  ['file:a.db', 'postgresql://u:hidden@[bad/x', `--to is not an address like ${pattern}`],
  ['file:a.db', 'postgresql://u:hidden@host:port/x', '--to has a port that is no whole number'],
  ['x', 'file:b.db', '--from must start with file: (SQLite) or postgresql:// (PostgreSQL)'],
  ['mysql://u:hidden@host/x', 'file:b.db', '--from must start with file:'],
  ['file:a.db', ' ', '--to is missing; try: npm run db -- transfer --help'],
])(
  'rejects --from %s --to %s in one line that names the flag and hides the password',
  async (from, to, line) => {
    const { code, out, err } = await transfer(from, to)
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: expect.stringContaining(line) })
    expect(err).toMatch(/^[^\n]+\n$/)
    expect(err).not.toMatch(/hidden|DATABASE_URL/)
  },
)

test('parses URLs like DATABASE_URL', async () => {
  await upgradeDatabase(database.url)
  const file = `${database.directory}/copy.db`
  expect(await transfer(database.url.replace('postgresql:', 'POSTGRES:'), ` FILE:${file}`)).toMatchObject({
    code: 0,
  })
  expect(existsSync(file)).toBe(true)
})
