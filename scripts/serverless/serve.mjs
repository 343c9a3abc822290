// node scripts/serverless/serve.mjs HOST: builds the application for a serverless host and serves it as the host
// does, on PORT, until SIGTERM. `npm run e2e -- --target vercel` runs the browser tests against it.

import { createHmac, randomBytes } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildId, root, runOrExplain, SetupError } from '../prepare.mjs'
import { lambda } from './lambda.mjs'
import { migrate, startServices } from './services.mjs'
import { cache } from './tools.mjs'
import { vercel } from './vercel.mjs'

const hosts = { lambda, vercel }

await runOrExplain(async () => {
  const { PORT = '3000', DATA_DIR = join(cache, 'serverless-data'), ...environment } = process.env
  const host = hosts[process.argv[2]]
  if (!host)
    throw new SetupError(
      `There is no host "${process.argv[2] ?? ''}": choose from ${Object.keys(hosts).join(', ')}.`,
    )
  if (process.getuid?.() !== 0)
    throw new SetupError('Function processes mount file systems: run this as root.')
  mkdirSync(DATA_DIR, { recursive: true })
  const log = createWriteStream(join(DATA_DIR, 'server.log'), { flags: 'a' })
  const services = await startServices(DATA_DIR)
  const settings = {
    ...services.settings,
    ...secrets(),
    APP_URL: `http://localhost:${PORT}`,
    ...pick(environment),
  }
  await buildOnce(host, settings)
  // What the tests need to know about the server.
  writeFileSync(join(DATA_DIR, 'target.json'), JSON.stringify({ databaseUrl: services.directUrl }))
  const site = await host.open({ settings, log: (text) => log.write(text) })
  createServer(site.respond).listen(Number(PORT), '0.0.0.0', () => console.log(`Listening on ${PORT}`))
  void requestJobs(`http://127.0.0.1:${PORT}/api/jobs`, settings.CRON_SECRET)
  // scripts/postgresql.mjs exits at a signal. Each service ends with this process.
  process.once('exit', () => console.log(`Function processes that were started: ${site.countStarts()}`))
})

/** Builds with the build command of the host, which also migrates, unless the last build is of the same sources. */
async function buildOnce(host, settings) {
  const marker = join(host.buildDirectory, '.roost-build')
  const inputs = (host.buildInputs ?? []).map((path) => readFileSync(join(root, path), 'utf8'))
  const id = [buildId(settings), ...inputs].join('\n')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === id) return migrate(settings, root)
  await host.build(settings)
  writeFileSync(marker, id)
}

/** The secrets of the build, kept like those of a project: another key of actions would need another build. */
function secrets() {
  const file = join(cache, 'serverless-secrets.json')
  if (!existsSync(file)) {
    const [AUTH_SECRET, CRON_SECRET] = [33, 33].map((size) => randomBytes(size).toString('base64'))
    mkdirSync(cache, { recursive: true })
    writeFileSync(file, JSON.stringify({ AUTH_SECRET, CRON_SECRET }), { mode: 0o600 })
  }
  const { AUTH_SECRET, CRON_SECRET } = JSON.parse(readFileSync(file, 'utf8'))
  const NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = createHmac('sha256', AUTH_SECRET)
    .update('server actions')
    .digest('base64')
  return { AUTH_SECRET, CRON_SECRET, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY }
}

/** Settings of Roost that the caller may choose. */
function pick(environment) {
  const names = [
    'RATE_LIMITS',
    'POSTS_PER_PAGE',
    'BCRYPT_COST',
    'EXPORT_STEP_DELAY_MS',
    'REDIS_URL',
    'LOG_LEVEL',
  ]
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])))
}

/** Requests /api/jobs as the scheduler of the host does, every second instead of every minute. */
async function requestJobs(url, secret) {
  for (;;) {
    await fetch(url, { headers: { authorization: `Bearer ${secret}` } }).catch(() => {})
    await sleep(1000)
  }
}
