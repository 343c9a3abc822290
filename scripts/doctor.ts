// npm run doctor: checks whether a server can run here, one line for each part.

import { runCommand } from './cli/run-command'
import { checkDatabase } from './doctor/database'
import { checkDirectory, checkLogFile } from './doctor/directory'
import { type Finding, print, runChecks } from './doctor/finding'
import { checkMail, checkRedis, checkStorage } from './doctor/services'
import { checkHints, checkSite, loadSettings } from './doctor/settings'
import { checkVersions } from './doctor/versions'

const usage = `npm run doctor

Checks the versions of Node and npm, settings, secrets, data directory and disk, LOG_FILE, database and its clock, storage,
mail server and Redis. It writes, reads and deletes one small object in the storage, stores a key in Redis that expires at
once, and sends no mail. One line each: ok, warning or problem, and what to do. Exit code 1 when there is a problem.`

await runCommand(async () => {
  if (process.argv.includes('--help')) return console.log(usage)
  const findings: Finding[] = []
  const add = (more: Finding[]) => {
    print(more)
    findings.push(...more)
  }
  add(await runChecks({ versions: checkVersions }))
  const { env, finding } = await loadSettings()
  add([finding])
  if (env) {
    add(
      await runChecks({
        hints: checkHints,
        site: () => checkSite(env),
        directory: () => checkDirectory(env),
        log: checkLogFile,
      }),
    )
    add(
      await runChecks({ database: checkDatabase, storage: checkStorage, mail: checkMail, redis: checkRedis }),
    )
  }
  if (findings.some(({ level }) => level === 'problem')) process.exitCode = 1
})
