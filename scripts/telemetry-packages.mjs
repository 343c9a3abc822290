// Installs the packages of OpenTelemetry, which only lib/telemetry/sdk.mjs loads. They take 28 MB, so they are not
// dependencies (docs/decisions/053). Only uses Node's own modules.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The manifest and the lock file. */
const source = 'lib/telemetry/packages'
/** Where they are installed. `npm install` leaves dot directories in node_modules alone; `npm ci` deletes them. */
const target = 'node_modules/.telemetry'

/**
 * Installs the packages when they are missing or their lock file has changed.
 * @param options.root the directory of the project
 * @param options.npm runs npm in a directory
 */
export async function installTelemetryPackages({ root, npm }) {
  const [from, to] = [join(root, source), join(root, target)]
  const lock = readFileSync(join(from, 'package-lock.json'), 'utf8')
  const marker = join(to, 'installed-lock.json')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return
  // deploy/update.sh links the files of a release into the next one: they are replaced, not changed.
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(from, name), join(to, name))
  await npm(['ci', '--loglevel=error', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: to,
  })
  writeFileSync(marker, lock)
}
