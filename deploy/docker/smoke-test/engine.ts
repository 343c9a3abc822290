// Docker, Compose and Buildx: those of this machine, or else those of Debian 13 in a directory of their own.

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { cache } from '../../../scripts/serverless/tools.mjs'
import { SetupError } from '../../../scripts/settings.mjs'

export type Result = { status: number | null; out: string }

export type Engine = {
  /** Where the commands find the directory `shared` of `startEngine`. */
  directory: string
  /** Whether images can only come from `images.ts`. */
  isOwn: boolean
  /** Runs a command in `directory`, such as `['docker', 'ps']`, and returns its exit code and its output. */
  attempt: (command: string[], env?: Record<string, string>) => Result
  stop: () => Promise<void>
}

const packages = 'ca-certificates,docker.io,docker-cli,docker-compose,docker-buildx,git,iptables'

/** Milliseconds in which the daemon has to start. */
const startLimit = 30_000

/**
 * @param shared a directory with the files that the commands need
 * @throws SetupError when there is no Docker and none can be installed
 */
export async function startEngine(shared: string): Promise<Engine> {
  if (spawnSync('docker', ['compose', 'ls'], { stdio: 'ignore' }).status === 0)
    return {
      directory: shared,
      isOwn: false,
      attempt: (command, env) => attempt(command, { cwd: shared, env: { ...process.env, ...env } }),
      stop: async () => {},
    }
  return startOwn(shared)
}

async function startOwn(shared: string): Promise<Engine> {
  const base = join(cache, 'docker')
  install(base)
  const daemon = spawn(
    'unshare',
    ['--mount', '--propagation=private', 'sh', '-euc', script, 'sh', base, shared],
    {
      stdio: ['ignore', openSync(join(base, 'dockerd.log'), 'w'), openSync(join(base, 'dockerd.log'), 'a')],
    },
  )
  const engine: Engine = {
    directory: '/shared',
    isOwn: true,
    attempt(command, env = {}) {
      const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`)
      const enter = [`--target=${daemon.pid}`, '--mount', '--root', '--wdns=/shared']
      return attempt(['nsenter', ...enter, 'env', ...settings, ...command], {})
    },
    stop: () => end(daemon),
  }
  const deadline = Date.now() + startLimit
  while (engine.attempt(['docker', 'info']).status !== 0) {
    if (daemon.exitCode !== null || Date.now() > deadline)
      throw new SetupError(`Docker does not start: see ${join(base, 'dockerd.log')}.`)
    await wait(200)
  }
  return engine
}

/**
 * Makes the directory the root of a mount namespace: below chroot, "docker exec" does not find the files of the container.
 * Some virtual machines forbid to raise the limit of open files.
 */
const script = `
mount --bind "$1" "$1"
for name in proc sys dev; do mount --rbind "/$name" "$1/$name"; done
mount -t tmpfs tmpfs "$1/run"
mount --bind "$2" "$1/shared"
cp /etc/resolv.conf /etc/hosts "$1/etc/"
cd "$1"
pivot_root . mnt
umount --lazy /mnt
exec dockerd --default-ulimit nofile=1024:1024
`

function install(base: string): void {
  const root = process.getuid?.() === 0
  if (!root || !existsSync('/usr/sbin/debootstrap'))
    throw new SetupError('This needs Docker with Compose, or root and the Debian package debootstrap.')
  if (existsSync(join(base, 'shared'))) return
  console.error('Installing Docker …')
  mkdirSync(base, { recursive: true })
  execFileSync(
    '/usr/sbin/debootstrap',
    ['--variant=minbase', `--include=${packages}`, 'trixie', base, 'http://deb.debian.org/debian'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const certificates = '/etc/ssl/certs/ca-certificates.crt'
  if (existsSync(certificates)) cpSync(certificates, join(base, certificates))
  mkdirSync(join(base, 'shared'))
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null) return
  const ended = new Promise((resolve) => daemon.once('exit', resolve))
  daemon.kill('SIGTERM')
  await ended
}

function attempt(
  [command = '', ...args]: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv },
): Result {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    ...options,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (error) throw error
  return { status, out: stdout + stderr }
}
