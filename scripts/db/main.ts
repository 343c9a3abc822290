// npm run db: the commands of the database; see `npm run db -- --help`.

import { explainDatabaseError } from '../../lib/db/explain-error'
import { loadSettings } from '../cli/load-settings'
import { parseFlags } from '../cli/parse-flags'
import type { Command, Result } from './commands/command'

/** Each is loaded when it is run: an upgrade at a server start needs a third of their modules. */
const commands: Record<string, () => Promise<Command>> = {
  status: async () => (await import('./commands/status')).status,
  history: async () => (await import('./commands/history')).history,
  check: async () => (await import('./commands/check')).check,
  migrate: async () => (await import('./commands/migrate')).migrate,
  upgrade: async () => (await import('./commands/upgrade')).upgrade,
  downgrade: async () => (await import('./commands/downgrade')).downgrade,
  stamp: async () => (await import('./commands/stamp')).stamp,
  create: async () => (await import('./commands/create')).create,
  reset: async () => (await import('./commands/reset')).reset,
  transfer: async () => (await import('./commands/transfer')).transfer,
  url: async () => (await import('./commands/url')).url,
}
const aliases: Record<string, string> = { current: 'status' }

const commonOptions = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  sql: { type: 'boolean' },
} as const

const [first, ...rest] = process.argv.slice(2)
const asJson = rest.includes('--json')

try {
  if (first === undefined || ['help', '--help', '-h'].includes(first)) console.log(await formatOverview())
  else await run(first, rest)
} catch (error) {
  const line = explainDatabaseError(error)
  if (asJson) console.log(JSON.stringify({ error: line }))
  else console.error(line)
  process.exitCode = 1
}

async function run(name: string, argv: string[]): Promise<void> {
  const command = await commands[aliases[name] ?? name]?.()
  if (!command) throw new Error(`There is no command "${name}": npm run db -- --help lists them.`)
  const { values, positionals } = parseFlags(`npm run db -- ${name}`, {
    args: argv,
    options: { ...command.options, ...commonOptions },
    allowPositionals: true,
  })
  if (values.help) return console.log(formatHelp(name, command))
  if (positionals.length < command.args.min || positionals.length > command.args.max) {
    throw new Error(`Usage: npm run db -- ${name} ${command.usage}`.trimEnd())
  }
  print(
    await command.run({
      args: positionals,
      flags: values,
      url: async () => (await loadSettings()).databaseUrl,
      log: (line) => asJson || console.error(line),
    }),
  )
}

function print({ lines, json, failed }: Result): void {
  if (asJson) console.log(JSON.stringify(json, null, 2))
  else for (const line of lines) console.log(line)
  if (failed) process.exitCode = 1
}

async function formatOverview(): Promise<string> {
  const summaries = Object.entries(commands).map(
    async ([name, load]) => `  ${name.padEnd(11)}${(await load()).summary}`,
  )
  return [
    'npm run db -- <command> [options]',
    '',
    ...(await Promise.all(summaries)),
    '',
    'Every command: --help, --sql (print what would be run), --json (for programs).',
    'The database is that of DATABASE_URL, or roost.db in DATA_DIR (.data). See docs/database.md.',
  ].join('\n')
}

function formatHelp(name: string, { summary, usage, help }: Command): string {
  return [
    `npm run db -- ${name} ${usage}`.trimEnd(),
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...help,
    '',
    '  --sql    print what would be run',
    '  --json   print the result for programs',
  ].join('\n')
}
