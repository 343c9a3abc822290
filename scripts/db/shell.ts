// npm run shell: the database by hand; see the usage below and docs/database.md.

import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { withConnection } from '../../lib/db/connection'
import { listTables } from '../../lib/db/migration-history'
import { engineNames, engineOf, redactedUrl } from '../../lib/env/database-location'
import { loadSettings } from '../cli/load-settings'
import { parseFlags } from '../cli/parse-flags'
import { banner } from './shell/banner'
import type { Scope } from './shell/evaluate'
import { oneLine, show, toJson } from './shell/print'

const usage = `npm run shell [-- flags]

  without flags   a prompt that knows every model, query and mutation by name; Tab completes, Ctrl-D ends
  --eval 'code'   run the code, print the value of its last expression, end with 0, or with 1 after an error
  --json          print JSON, one line a value

  echo 'User.count()' | npm run -s shell
                  run what is piped in, and print the value of every expression

The database is the one DATABASE_URL names, or roost.db in DATA_DIR (.data).`

type Flags = { eval?: string; json?: boolean; help?: boolean }

try {
  const [text, mark] = [{ type: 'string' } as const, { type: 'boolean' } as const]
  await main(parseFlags('npm run shell --', { options: { eval: text, json: mark, help: mark } }).values)
} catch (error) {
  fail(error)
}

function fail(error: unknown) {
  console.error(oneLine(error))
  process.exitCode = 1
}

async function main(flags: Flags) {
  if (flags.help) return console.log(usage)
  const interactive = flags.eval === undefined && process.stdin.isTTY === true
  if (flags.json && interactive) throw new Error('--json goes with --eval or with piped input; try --help.')

  // A promise that nobody awaited must not end the prompt, nor pass unnoticed.
  process.on('unhandledRejection', fail)
  // The log would stand among the printed values.
  process.env.LOG_LEVEL = 'silent'
  const { databaseUrl, env } = await loadSettings()
  await refuseWithoutTables(databaseUrl)

  const { preload, toScope } = await import('./shell/preload')
  const { closeDatabase } = await import('../../lib/db/db')
  const { closePasswords } = await import('../../lib/passwords/passwords')
  try {
    const groups = await preload()
    const scope = toScope(groups)
    if (!interactive) return await runCode(flags, scope)
    console.log(banner(groups, `${engineNames[engineOf(databaseUrl)]}, ${redactedUrl(databaseUrl)}`))
    const { runRepl } = await import('./shell/repl')
    await runRepl({ scope, history: join(env.DATA_DIR, 'shell_history') })
  } finally {
    await closePasswords()
    await closeDatabase()
  }
}

/** Asked without the client, which would make the missing file of a SQLite database. */
async function refuseWithoutTables(url: string) {
  if (!(await withConnection(url, listTables)).includes('users'))
    throw new Error(`${redactedUrl(url)} has no tables yet: npm run db -- upgrade makes them.`)
}

async function runCode({ eval: code, json }: Flags, scope: Scope) {
  const print = (value: unknown) => {
    if (json) console.log(toJson(value))
    else if (typeof value === 'string') console.log(value)
    else if (value !== undefined) console.log(show(value, process.stdout.isTTY === true))
  }
  const { evaluate, lastValue } = await import('./shell/evaluate')
  if (code === undefined) await evaluate(await text(process.stdin), scope, print)
  else print(await lastValue(code, scope))
}
