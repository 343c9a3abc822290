// npm run shell: a prompt with all models, queries and mutations; see the usage below and docs/shell.md.

import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { withConnection } from '../../lib/db/connection'
import { listTables } from '../../lib/db/migration-history'
import { engineNames, engineOf, redactedUrl } from '../../lib/env/database-location'
import { formatError } from '../cli/format-error'
import { loadSettings } from '../cli/load-settings'
import { parseFlags } from '../cli/parse-flags'
import { formatBanner } from './shell/banner'
import type { Scope } from './shell/evaluate'
import { formatValue, toJson } from './shell/print'

const usage = `npm run shell [-- flags]

  without flags   a prompt with every model, query and mutation by name; Tab completes, Ctrl-D ends
  --eval 'code'   run the code, print the value of its last expression, exit with 0, or with 1 after an error
  --json          print JSON, one line per value

  echo 'User.count()' | npm run -s shell
                  run the piped code and print the value of every expression

The database is that of DATABASE_URL, or roost.db in DATA_DIR (.data).`

type Flags = { eval?: string; json?: boolean; help?: boolean }

try {
  const [code, flag] = [{ type: 'string' } as const, { type: 'boolean' } as const]
  await main(parseFlags('npm run shell --', { options: { eval: code, json: flag, help: flag } }).values)
} catch (error) {
  fail(error)
}

function fail(error: unknown): void {
  console.error(formatError(error))
  process.exitCode = 1
}

async function main(flags: Flags): Promise<void> {
  if (flags.help) return console.log(usage)
  const isInteractive = flags.eval === undefined && process.stdin.isTTY === true
  if (flags.json && isInteractive) throw new Error('--json requires --eval or piped input; try --help.')

  // A rejected promise that is not awaited must neither end the prompt nor be ignored.
  process.on('unhandledRejection', fail)
  // Log lines would be mixed with the printed values.
  process.env.LOG_LEVEL = 'silent'
  const { databaseUrl, env } = await loadSettings()
  await rejectWithoutTables(databaseUrl)

  const { preload, toScope } = await import('./shell/preload')
  const { closeDatabase } = await import('../../lib/db/db')
  const { closePasswords } = await import('../../lib/passwords/passwords')
  try {
    const groups = await preload()
    const scope = toScope(groups)
    if (!isInteractive) return await runCode(flags, scope)
    console.log(formatBanner(groups, `${engineNames[engineOf(databaseUrl)]}, ${redactedUrl(databaseUrl)}`))
    const { runPrompt } = await import('./shell/prompt')
    await runPrompt({ scope, history: join(env.DATA_DIR, 'shell_history') })
  } finally {
    await closePasswords()
    await closeDatabase()
  }
}

/** Checked with a plain connection: the client would create a missing SQLite file. */
async function rejectWithoutTables(url: string): Promise<void> {
  if (!(await withConnection(url, listTables)).includes('users'))
    throw new Error(`${redactedUrl(url)} has no tables yet: npm run db -- upgrade creates them.`)
}

async function runCode({ eval: code, json }: Flags, scope: Scope): Promise<void> {
  const print = (value: unknown) => {
    if (json) console.log(toJson(value))
    else if (typeof value === 'string') console.log(value)
    else if (value !== undefined) console.log(formatValue(value, process.stdout.isTTY === true))
  }
  const { evaluate, evaluateLast } = await import('./shell/evaluate')
  if (code === undefined) await evaluate(await text(process.stdin), scope, print)
  else print(await evaluateLast(code, scope))
}
