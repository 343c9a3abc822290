// Tools for serverless hosts. They are big and only these commands need them, so they are installed into ~/.cache/roost
// on demand instead of into node_modules.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { SetupError } from '../settings.mjs'

export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'roost')

/** The tools with the versions that these commands were tested with. */
const tools = {
  // The version of sandbox that it names cannot be installed.
  vercel: { version: '64.0.2', overrides: { sandbox: '4.5.0' } },
  s3rver: { version: '3.7.1' },
  '@opennextjs/aws': { version: '4.1.16' },
}

/**
 * Installs a tool, unless an earlier run has done so.
 * @returns the directory of its package
 * @throws SetupError when npm fails
 */
export function installTool(name) {
  const { version, overrides } = tools[name]
  const base = join(cache, `${name.replace('@', '').replace('/', '-')}-${version}`)
  const directory = join(base, 'node_modules', name)
  if (existsSync(join(directory, 'package.json'))) return directory
  console.log(`Installing ${name} ${version} into ${base} …`)
  mkdirSync(base, { recursive: true })
  const manifest = { private: true, dependencies: { [name]: version }, overrides }
  writeFileSync(join(base, 'package.json'), JSON.stringify(manifest))
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', '--omit=peer']
  const { status, stderr } = spawnSync('npm', ['install', ...flags], { cwd: base, encoding: 'utf8' })
  if (status !== 0) throw new SetupError(`npm could not install ${name}@${version}:\n${stderr}`)
  return directory
}
