// npm run admin: shows and changes who is an administrator.

import { runCommand } from './cli/run-command'
import { toolSettings } from './settings.mjs'

const usage = `npm run admin -- list
npm run admin -- grant USERNAME
npm run admin -- revoke USERNAME

Shows the administrators, makes a member one, or makes an administrator a member again. Administrators see the background
jobs at /admin/jobs. A change takes effect on the next request of the member. Sign up on the site first.`

const roles = { grant: 'admin', revoke: 'member' } as const

await runCommand(async () => {
  const args = process.argv.slice(2)
  if (args.includes('--help')) return console.log(usage)
  const command = parse(args)
  Object.assign(process.env, toolSettings())
  process.env.LOG_LEVEL = 'warn'
  const { findDatabaseProblem } = await import('../lib/db/startup-check')
  const { databaseUrl } = await import('../lib/env')
  const problem = await findDatabaseProblem(databaseUrl)
  if (problem) throw new Error(problem)
  const { closeDatabase } = await import('../lib/db/db')
  try {
    await (command.name === 'list' ? list() : change(command.name, command.username))
  } finally {
    await closeDatabase()
  }
})

type Command = { name: 'list' } | { name: keyof typeof roles; username: string }

function parse([name, username, ...others]: string[]): Command {
  if (name === 'list' && username === undefined) return { name }
  if ((name === 'grant' || name === 'revoke') && username && others.length === 0)
    return { name, username: username.replace(/^@/, '') }
  throw new Error('Use npm run admin -- list, grant USERNAME or revoke USERNAME.')
}

async function list(): Promise<void> {
  const { listAdmins } = await import('../lib/roles/queries')
  const names = await listAdmins()
  console.log(
    names.length > 0 ? names.join('\n') : 'There is no administrator: npm run admin -- grant USERNAME',
  )
}

async function change(name: keyof typeof roles, username: string): Promise<void> {
  const { setRole } = await import('../lib/roles/mutations')
  const result = await setRole(username, roles[name])
  if (!result)
    throw new Error(`There is no member called ${username}: sign up on the site first, or correct the name.`)
  const state = name === 'grant' ? 'an administrator' : 'a member without administration rights'
  console.log(`${result.username} is ${result.isChanged ? 'now' : 'already'} ${state}.`)
}
