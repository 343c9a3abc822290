// npm run seed: people and posts for a new database; see the usage in seed/flags.ts.

import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type Flags, parseFlags, SeedError, usage } from './seed/flags'

try {
  const flags = parseFlags(process.argv.slice(2))
  if (flags.kind === 'help') console.log(usage)
  else await seed(flags)
} catch (error) {
  console.error(error instanceof SeedError ? error.message : explain(error))
  process.exitCode = 1
}

/** lib reads the settings on import, so they are completed first. */
async function seed(flags: Exclude<Flags, { kind: 'help' }>) {
  if (existsSync('.env')) process.loadEnvFile('.env')
  process.env.LOG_LEVEL = 'warn'
  // Nothing that is written here is signed, so the seed asks for no secret of the server's.
  if (!process.env.AUTH_SECRET) process.env.AUTH_SECRET = randomBytes(33).toString('base64')

  const { databaseUrl } = await import('../lib/env')
  const { upgradeDatabase } = await import('../lib/db/migrations/migrations')
  await upgradeDatabase(databaseUrl)
  const { closeDatabase } = await import('../lib/db/db')
  try {
    if (flags.kind === 'bench') await (await import('./seed/bench')).seedBench(databaseUrl, flags)
    else if (flags.kind === 'clean') await (await import('./seed/clean')).cleanSeed(flags)
    else await (await import('./seed/community')).seedCommunity(flags)
  } finally {
    await closeDatabase()
  }
}

function explain(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  if (/ECONNREFUSED|ENOTFOUND|ETIMEDOUT|Can't reach database/.test(text))
    return 'The database does not answer: start it, or set DATABASE_URL to one that runs.'
  return error instanceof Error && error.message.startsWith('Roost cannot start') ? error.message : text
}
