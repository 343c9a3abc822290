import { spawnSync } from 'node:child_process'
import { SetupError } from './prepare.mjs'

/**
 * Makes sure that a program is installed, with apt-get where that is allowed.
 * @param {() => unknown} find Returns something truthy when the program is there.
 * @param {string[]} packages Debian packages that contain it, tried in this order.
 * @param {string} advice What the user can do when this fails.
 * @throws SetupError
 */
export function ensureInstalled(find, packages, advice) {
  if (find()) return
  if (process.getuid?.() !== 0) throw new SetupError(`${advice}.`)
  console.log(`Installing ${packages[0]} with apt-get.`)
  apt('update', '-q')
  for (const name of packages) {
    apt('install', '-y', '-q', '--no-install-recommends', name)
    if (find()) return
  }
  throw new SetupError(`${advice}. apt-get could not install it.`)
}

/**
 * Installs a package that makes a run faster, with apt-get where that is allowed. Nothing happens when that fails.
 * @param {() => unknown} find Returns something truthy when the program is there.
 * @param {string} name A Debian package.
 */
export function installIfPossible(find, name) {
  if (find() || process.getuid?.() !== 0) return
  console.log(`Installing ${name} with apt-get.`)
  const install = () => apt('install', '-y', '-q', '--no-install-recommends', name).status === 0
  // Without a network, apt-get would wait for two minutes per server.
  if (!install() && apt('update', '-q', '-o', 'Acquire::http::Timeout=10').status === 0) install()
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', args, { env, stdio: 'inherit' })
}
