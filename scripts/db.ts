import { createMigration, migrationStatus, upgradeDatabase } from '../lib/db/migrations'

const usage = `npm run db -- <command>

  status          what has been applied to the database, what is pending, what is wrong
  upgrade         apply the pending migrations
  migrate <name>  write a migration for both engines from the changes in prisma/schema.prisma

The database is the one DATABASE_URL names, or roost.db in DATA_DIR (.data).`

const engineNames = { sqlite: 'SQLite', postgresql: 'PostgreSQL' }

async function main([command, name, ...rest]: string[]) {
  if (command === undefined || command === 'help' || command === '--help') return console.log(usage)
  if (rest.length > 0 || (name !== undefined && command !== 'migrate'))
    throw new Error('Too many arguments; try --help.')

  if (command === 'status') return status(await databaseUrl())
  if (command === 'upgrade') return upgrade(await databaseUrl())
  if (command === 'migrate') return migrate(name)
  throw new Error(`There is no command "${command}"; try --help.`)
}

/** Loaded only by commands that need a database: a wrong setting should not hide the help. */
const databaseUrl = async () => (await import('../lib/env')).databaseUrl

async function status(url: string) {
  const { engine, applied, pending, problems } = await migrationStatus(url)
  console.log(`${engineNames[engine]}: ${applied.length} applied, ${pending.length} pending.`)
  for (const name of applied) console.log(`  applied  ${name}`)
  for (const name of pending) console.log(`  pending  ${name}`)
  for (const problem of problems) console.error(`  problem  ${problem}`)
  if (problems.length > 0) process.exitCode = 1
}

async function upgrade(url: string) {
  const applied = await upgradeDatabase(url)
  for (const name of applied) console.log(`Applied ${name}.`)
  if (applied.length === 0) console.log('The database is up to date.')
}

async function migrate(name: string | undefined) {
  if (!name) throw new Error('A migration needs a name, like: npm run db -- migrate add_likes')
  const created = await createMigration(name)
  console.log(`Wrote prisma/migrations/{sqlite,postgresql}/${created}: read both before you apply them.`)
}

function explain(error: unknown): string {
  const text = error instanceof Error ? error.message.trim() : String(error)
  return /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|Can't reach database/.test(text)
    ? 'The database does not answer: start it, or set DATABASE_URL to one that runs.'
    : text
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}
