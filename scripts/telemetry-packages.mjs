// Installs the packages of OpenTelemetry, which only lib/telemetry/sdk.mjs loads. They take 28 MB, so they are not
// dependencies (docs/decisions/053). Only uses Node's own modules.

import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The manifest and the lock file. */
const source = 'lib/telemetry/packages'
/** Where they are installed. `npm install` leaves dot directories in node_modules alone; `npm ci` deletes them. */
const target = 'node_modules/.telemetry'
/** Where they are until the installation is complete. */
const incomplete = 'node_modules/.telemetry-incomplete'

/** Milliseconds that a start waits for them. What npm has downloaded by then is in its cache at the next start. */
const maxWait = 60_000

/**
 * Installs the packages when they are missing or their lock file has changed. An installed copy is replaced only by a
 * complete one.
 * @param options.root the directory of the project
 * @param options.npm runs npm in a directory
 * @param options.required whether a failure is an error. Otherwise one line reports it: traces must not cause an
 * outage.
 */
export async function installTelemetryPackages({ root, npm, required = false }) {
  const [from, to, installing] = [source, target, incomplete].map((path) => join(root, path))
  const lock = readFileSync(join(from, 'package-lock.json'), 'utf8')
  const marker = 'installed-lock.json'
  if (existsSync(join(to, marker)) && readFileSync(join(to, marker), 'utf8') === lock) return
  const signal = required ? undefined : AbortSignal.timeout(maxWait)
  try {
    rmSync(installing, { recursive: true, force: true })
    mkdirSync(installing, { recursive: true })
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(from, name), join(installing, name))
    const command = ['ci', '--loglevel=error', '--ignore-scripts', '--no-audit', '--no-fund']
    if (required) await npm(command, { cwd: installing })
    else {
      // npm ends at SIGTERM only after its requests.
      const options = { cwd: installing, quiet: true, signal, killSignal: 'SIGKILL' }
      await npm([...command, '--fetch-retries=0'], options)
    }
    writeFileSync(join(installing, marker), lock)
    // deploy/update.sh links the files of a release into the next one: they are replaced, not changed.
    rmSync(to, { recursive: true, force: true })
    renameSync(installing, to)
  } catch (error) {
    if (required) throw error
    const reason = signal.aborted ? `not within ${maxWait / 1000} s` : reasonOf(error)
    const effect = existsSync(to) ? 'traces are recorded with an older version' : 'no traces are exported'
    console.error(
      `The packages for traces cannot be installed (${reason}), so ${effect}: check the connection to the npm registry and start again.`,
    )
  }
}

/** The code of npm or of the file system. */
function reasonOf({ code, message }) {
  return /npm (?:error|ERR!) code (\w+)/.exec(message)?.[1] ?? code ?? message.trim().split('\n').at(-1)
}
