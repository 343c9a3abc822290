// npm run db: the database from the command line; see `npm run db -- --help`.

import { explainDatabaseError } from '../../lib/db/explain-error'
import { loadSettings } from '../cli/load-settings'
import { parseFlags } from '../cli/parse-flags'
import type { Answer, Verb } from './commands/command'
import { migrate } from './commands/migrate'
import { create, reset, stamp } from './commands/stamp'
import { check, history, status, url } from './commands/status'
import { transfer } from './commands/transfer'
import { downgrade, upgrade } from './commands/upgrade'

const verbs: Record<string, Verb> = {
  status,
  history,
  check,
  migrate,
  upgrade,
  downgrade,
  stamp,
  create,
  reset,
  transfer,
  url,
}
const synonyms: Record<string, string> = { current: 'status' }

const common = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  sql: { type: 'boolean' },
} as const

const [first, ...rest] = process.argv.slice(2)
const asJson = rest.includes('--json')

try {
  if (first === undefined || ['help', '--help', '-h'].includes(first)) console.log(overview())
  else await run(first, rest)
} catch (error) {
  const line = explainDatabaseError(error)
  if (asJson) console.log(JSON.stringify({ error: line }))
  else console.error(line)
  process.exitCode = 1
}

async function run(name: string, args: string[]) {
  const verb = verbs[synonyms[name] ?? name]
  if (!verb) throw new Error(`There is no verb "${name}": npm run db -- --help lists them.`)
  const { values, positionals } = parseFlags(`npm run db -- ${name}`, {
    args,
    options: { ...verb.options, ...common },
    allowPositionals: true,
  })
  if (values.help) return console.log(helpOf(name, verb))
  if (positionals.length < verb.names.min || positionals.length > verb.names.max) {
    throw new Error(`Usage: npm run db -- ${name} ${verb.usage}`.trimEnd())
  }
  const say = (line: string) => asJson || console.error(line)
  print(
    await verb.run({
      names: positionals,
      flags: values,
      url: async () => (await loadSettings()).databaseUrl,
      say,
    }),
  )
}

function print({ lines, json, failed }: Answer) {
  if (asJson) console.log(JSON.stringify(json, null, 2))
  else for (const line of lines) console.log(line)
  if (failed) process.exitCode = 1
}

function overview() {
  const list = Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(11)}${summary}`)
  return [
    'npm run db -- <verb> [options]',
    '',
    ...list,
    '',
    'Every verb: --help, --sql (print what would be run), --json (for programs).',
    'The database is the one DATABASE_URL names, or roost.db in DATA_DIR (.data). docs/database.md tells more.',
  ].join('\n')
}

function helpOf(name: string, { summary, usage, help }: Verb) {
  return [
    `npm run db -- ${name} ${usage}`.trimEnd(),
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...help,
    '',
    '  --sql    print what would be run',
    '  --json   print the result for programs',
  ].join('\n')
}
