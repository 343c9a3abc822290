import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allocatorSettings } from '../allocator.mjs'
import { heapArguments } from '../heap.mjs'
import { type PostgresqlServer, startPostgresql } from '../postgresql.mjs'
import { root, SetupError, settings } from '../settings.mjs'
import { unusedPort } from '../unused-port.mjs'
import { writeNginxConfig } from './nginx'
import { Process } from './processes'

export type Web = { process: Process; port: number; origin: string }

export type Stack = {
  /** The origin of nginx. */
  origin: string
  webs: Web[]
  workers: Process[]
  redis: Process
  postgresql: PostgresqlServer
  dataDir: string
  startRedis: () => Promise<void>
  startWeb: (web: Web) => Promise<void>
  startWorker: (worker: Process) => Promise<void>
  stop: () => Promise<void>
}

type Options = {
  webs?: number
  workers?: number
  /** More settings for all processes. */
  env?: Record<string, string>
  /** More settings for one process, by its name: `web-1`, `worker-2`. */
  envOf?: (name: string, dataDir: string) => Record<string, string>
  /** The address of the database for the processes, when it is not that of the server. */
  databaseUrl?: (url: string) => Promise<string>
}

/**
 * Starts PostgreSQL, Redis, web processes, workers and nginx in a temporary directory.
 * @throws SetupError when a program or the build is missing
 */
export async function startStack({ webs = 3, workers = 2, ...options }: Options = {}): Promise<Stack> {
  requirePrograms()
  const directory = mkdtempSync(join(tmpdir(), 'roost-faults-'))
  const dataDir = join(directory, 'data')
  mkdirSync(join(directory, 'log'), { recursive: true })
  const log = (name: string) => join(directory, 'log', `${name}.log`)
  const postgresql = await startPostgresql()
  const redisPort = await unusedPort()
  const redis = new Process({
    name: 'redis',
    command: ['redis-server', '--port', String(redisPort), '--save', '', '--appendonly', 'no'],
    env: { PATH: process.env.PATH ?? '' },
    log: log('redis'),
  })
  const env: Record<string, string> = {
    ...common(dataDir, postgresql.url),
    REDIS_URL: `redis://127.0.0.1:${redisPort}`,
    TRUST_PROXY: '1',
    ...options.env,
  }
  migrate(env)
  if (options.databaseUrl) env.DATABASE_URL = await options.databaseUrl(postgresql.url)
  const extra = options.envOf ?? (() => ({}))
  const startRedis = () => redis.start(() => listens(redisPort))
  const startWeb = ({ process: web, port }: Web) => web.start(() => listens(port))
  const startWorker = (worker: Process) => {
    const started = countStarts(worker)
    return worker.start(async () => countStarts(worker) > started)
  }
  await startRedis()
  const stack: Stack = {
    origin: '',
    webs: await Promise.all(
      names('web', webs).map((name) => newWeb({ ...env, ...extra(name, dataDir) }, name, log(name))),
    ),
    workers: names('worker', workers).map((name) =>
      newWorker({ ...env, ...extra(name, dataDir) }, name, log(name)),
    ),
    ...{ redis, postgresql, dataDir, startRedis, startWeb, startWorker },
    stop: async () => {},
  }
  await Promise.all([...stack.webs.map(startWeb), ...stack.workers.map(startWorker)])
  const nginx = await startNginx(directory, stack.webs)
  stack.origin = nginx.origin
  stack.stop = async () => {
    const all = [nginx.process, ...stack.webs.map((web) => web.process), ...stack.workers, redis]
    for (const one of all) one.signal('SIGCONT')
    await Promise.all(all.map((one) => one.end('SIGTERM')))
    await postgresql.stop()
    if (process.env.FAULTS_KEEP) console.error(`The files are in ${directory}.`)
    else rmSync(directory, { recursive: true, force: true })
  }
  return stack
}

/** The settings that all processes of a fault have. The key of actions is that of the build. */
export function common(dataDir: string, databaseUrl: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: randomBytes(33).toString('base64'),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: settings().NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ?? '',
    NEXT_TELEMETRY_DISABLED: '1',
    BCRYPT_COST: '10',
    RATE_LIMITS: 'off',
    ...allocatorSettings,
  }
}

export function migrate(env: Record<string, string>): void {
  const args = ['--import', 'tsx', 'scripts/db/main.ts', 'upgrade']
  execFileSync(process.execPath, args, {
    ...{ cwd: root, env: { NODE_ENV: 'production', ...env } },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** A web process on a free port, not yet started. */
export async function newWeb(env: Record<string, string>, name: string, log: string): Promise<Web> {
  const port = await unusedPort()
  const command: [string, ...string[]] = [process.execPath, ...heapArguments(env), 'scripts/server.mjs']
  const web = new Process({ name, command, env: { ...env, PORT: String(port) }, log })
  return { process: web, port, origin: `http://127.0.0.1:${port}` }
}

function newWorker(env: Record<string, string>, name: string, log: string): Process {
  return new Process({ name, command: [process.execPath, '--import', 'tsx', 'scripts/worker.ts'], env, log })
}

function countStarts(worker: Process): number {
  return existsSync(worker.options.log) ? worker.output().split('The worker is running.').length : 1
}

async function startNginx(directory: string, webs: Web[]) {
  const port = await unusedPort()
  const ports = webs.map((web) => web.port)
  const config = writeNginxConfig(directory, port, ports)
  const nginx = new Process({
    name: 'nginx',
    command: ['nginx', '-e', join(directory, 'nginx', 'error.log'), '-c', config],
    env: { PATH: `${process.env.PATH}:/usr/sbin` },
    log: join(directory, 'log', 'nginx.log'),
  })
  await nginx.start(() => listens(port))
  return { process: nginx, origin: `http://localhost:${port}` }
}

const names = (kind: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`)

/** Whether something accepts connections at a port of this machine. */
export async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

function requirePrograms(): void {
  if (!existsSync(join(root, '.next/BUILD_ID'))) throw new SetupError('There is no build: run npm run build.')
  for (const [program, name] of [
    ['/usr/bin/redis-server', 'redis-server'],
    ['/usr/sbin/nginx', 'nginx'],
  ] as const)
    if (!existsSync(program)) throw new SetupError(`This needs the Debian package ${name}.`)
}
