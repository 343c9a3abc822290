// Programs that unit tests start, in addition to PostgreSQL (postgresql.mjs).

import { existsSync } from 'node:fs'
import { SetupError } from './prepare.mjs'
import { ensureInstalled } from './system-packages.mjs'

/** The paths of each program, and the Debian packages that contain it. */
const programs = {
  'redis-server': {
    paths: ['/usr/bin/redis-server', '/usr/local/bin/redis-server'],
    packages: ['redis-server'],
    advice: 'Tests with several machines need the package redis-server',
  },
  nginx: {
    paths: ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'],
    packages: ['nginx-light', 'nginx'],
    advice: 'The tests of its configuration need nginx: install the package nginx',
  },
  'systemd-analyze': {
    paths: ['/usr/bin/systemd-analyze', '/bin/systemd-analyze'],
    packages: ['systemd'],
    advice: 'The tests of the units need systemd-analyze: install the package systemd',
  },
}

/**
 * Finds a program, and installs it if it is missing.
 * @param {keyof typeof programs} name
 * @returns its path
 * @throws SetupError
 */
export function ensureProgram(name) {
  const { paths, packages, advice } = programs[name]
  const find = () => paths.find((path) => existsSync(path))
  ensureInstalled(find, packages, advice)
  return find()
}

/**
 * Installs all of them before the tests start: those run in parallel, and apt-get refuses to run twice at the same time.
 * @throws SetupError without Redis, which many tests need; without the others, their tests fail and say why
 */
export function installTestPrograms() {
  ensureProgram('redis-server')
  for (const name of ['nginx', 'systemd-analyze']) {
    try {
      ensureProgram(name)
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
    }
  }
}
