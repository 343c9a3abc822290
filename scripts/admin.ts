// npm run admin: members and administrators, from the command line.

import { createAdmin } from './admin/create-admin'
import { recordActions } from './admin/record-actions'
import { resetPassword } from './admin/reset-password'
import { grant, list, revoke } from './admin/roles'
import { stats } from './admin/stats'
import { suspend, unsuspend } from './admin/suspend'
import { parseFlags } from './cli/parse-flags'
import { runCommand } from './cli/run-command'
import { root, toolSettings, workerSettings } from './settings.mjs'

const usage = `npm run admin -- create-admin USERNAME EMAIL
npm run admin -- reset-password USERNAME
npm run admin -- suspend USERNAME
npm run admin -- unsuspend USERNAME
npm run admin -- list
npm run admin -- grant USERNAME
npm run admin -- revoke USERNAME
npm run admin -- stats

create-admin    creates an administrator. It asks for the password; without a terminal, or with an empty answer, it
                generates one and prints it once. --password-stdin reads it from standard input instead.
reset-password  prints a link to choose a new password, or sends it by mail with --mail
suspend         ends the member's sessions and open pages, revokes their API tokens and refuses log-ins; their posts stay
unsuspend       lets the member log in again
list            shows the administrators
grant, revoke   makes a member an administrator, or an administrator a member again, from their next request on
stats           counts members, content, jobs, stored files and bytes of the database

--json          prints the result of list and stats as JSON

Exit code 0: done, also when nothing had to change. Exit code 1: nothing was done; one line says why.`

const flags = {
  help: { type: 'boolean' },
  json: { type: 'boolean' },
  mail: { type: 'boolean' },
  'password-stdin': { type: 'boolean' },
} as const

export type Flags = { json: boolean; mail: boolean; passwordStdin: boolean }

/** The positional arguments of each command, and what runs it. */
const commands: Record<string, { args: string[]; run: (args: string[], flags: Flags) => Promise<void> }> = {
  'create-admin': { args: ['USERNAME', 'EMAIL'], run: createAdmin },
  'reset-password': { args: ['USERNAME'], run: resetPassword },
  suspend: { args: ['USERNAME'], run: suspend },
  unsuspend: { args: ['USERNAME'], run: unsuspend },
  list: { args: [], run: list },
  grant: { args: ['USERNAME'], run: grant },
  revoke: { args: ['USERNAME'], run: revoke },
  stats: { args: [], run: stats },
}

await runCommand(async () => {
  const { values, positionals } = parseFlags('npm run admin --', { options: flags, allowPositionals: true })
  if (values.help) return console.log(usage)
  const [name = '', ...args] = positionals
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command)
    throw new Error(
      `${name ? `Unknown command "${name}"` : 'No command given'}: npm run admin -- --help lists the commands.`,
    )
  if (args.length !== command.args.length)
    throw new Error(`Use ${['npm run admin --', name, ...command.args].join(' ')}.`)
  // The threads of lib/passwords are found from here.
  process.chdir(root)
  // Links are valid with the secret of the web server only.
  Object.assign(process.env, name === 'reset-password' ? workerSettings() : toolSettings())
  recordActions()
  const { findDatabaseProblem } = await import('../lib/db/startup-check')
  const { databaseUrl } = await import('../lib/env')
  const problem = await findDatabaseProblem(databaseUrl)
  if (problem) throw new Error(problem)
  const { closeDatabase } = await import('../lib/db/db')
  const { closeEvents } = await import('../lib/events/events')
  try {
    const { json = false, mail = false, 'password-stdin': passwordStdin = false } = values
    await command.run(args, { json, mail, passwordStdin })
  } finally {
    closeEvents()
    await closeDatabase()
  }
})
