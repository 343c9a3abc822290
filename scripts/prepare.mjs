// What start, dev and test need before anything else can run. Node's own modules only:
// this file works on a fresh clone, before anything is installed.

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { processSettings, root, SetupError, wholeSetting } from './settings.mjs'

export { root, runOrExplain, SetupError, settings } from './settings.mjs'

const at = (path) => join(root, path)

/** Keep in step with "engines" in package.json. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new SetupError(
    `Roost needs Node 20.19 or newer, this is ${process.version}: install one from https://nodejs.org.`,
  )
}

/**
 * Installs the dependencies when they are missing or package-lock.json has changed since.
 * @param needs a package that must be there: development ones are left out under NODE_ENV=production
 */
export function install(needs = 'next') {
  const marker = at('node_modules/.roost-lock')
  const wanted = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')
  if (existsSync(at(`node_modules/${needs}/package.json`))) {
    if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
    if (installedByHand()) return writeFileSync(marker, wanted)
  }
  console.log('Installing dependencies …')
  // Not `npm ci`: it refuses a lock file without the binaries of other platforms, which the registry that wrote ours
  // does not carry. --no-save leaves the lock file alone.
  const args = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...(needs === 'next' ? [] : ['--include=dev']),
  ]
  const { status, error } = spawnSync('npm', args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0)
    throw new SetupError(`npm install failed (${error?.message ?? `exit code ${status}`}): see above.`)
  writeFileSync(marker, wanted)
}

/** npm leaves its own record in node_modules; newer than the lock file means that somebody ran npm since. */
function installedByHand() {
  const record = at('node_modules/.package-lock.json')
  return existsSync(record) && statSync(record).mtimeMs >= statSync(at('package-lock.json')).mtimeMs
}

/** The port to listen on, known to be free at this moment. */
export async function freePort(env) {
  const port = wholeSetting(env, 'PORT')
  const host = env.HOST ?? processSettings.HOST.fallback
  const code = await new Promise((done) => {
    const probe = createServer()
    probe.once('error', (error) => done(error.code))
    probe.listen(port, host, () => probe.close(() => done(undefined)))
  })
  if (code === 'EADDRINUSE')
    throw new SetupError(`Port ${port} is in use: stop what uses it, or set PORT to another.`)
  if (code === 'EACCES') throw new SetupError(`Port ${port} is reserved for root: set PORT to 1024 or more.`)
  if (code)
    throw new SetupError(
      `Cannot listen on ${host}:${port} (${code}): set HOST to an address of this machine.`,
    )
  return port
}

/** Generates what lib/db/generated holds, when it is missing or old. */
export async function generateClients() {
  const { generate } = await import('./generate.mjs')
  if (await generate()) console.log('Generated the database clients.')
}

/**
 * Runs a local tool by its script, because npx costs half a second. Fails with what it printed when `quiet`, and with
 * nothing more when it `explains` by itself what is wrong.
 */
export async function tool(script, args, env, { quiet = false, explains = false } = {}) {
  const child = spawn(process.execPath, [at(`node_modules/${script}`), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  const code = await new Promise((done) => child.once('close', done))
  if (code === 0) return
  throw new SetupError(output.trim() || (explains ? '' : `${script} ${args[0]} failed: see above.`))
}

/** A verb of scripts/db/main.ts, with its flags. */
export const database = (command, env, options) =>
  tool('tsx/dist/cli.mjs', ['scripts/db/main.ts', ...command.split(' ')], env, { ...options, explains: true })

const buildMarker = at('.next/roost-build-id')

/** True when .next holds a build of exactly these sources. */
export const isBuilt = (env) =>
  existsSync(at('.next/BUILD_ID')) &&
  existsSync(buildMarker) &&
  readFileSync(buildMarker, 'utf8') === buildId(env)

/** Builds the pages; needs no database. */
export async function build(env) {
  console.log('Building …')
  const id = buildId(env)
  // Without the marker a build that dies half-way is repeated.
  rmSync(buildMarker, { force: true })
  await tool('next/dist/bin/next', ['build'], { ...env, NODE_ENV: 'production' })
  writeFileSync(buildMarker, id)
}

const buildInputs =
  'app components lib prisma public proxy.ts instrumentation.ts next.config.js postcss.config.mjs package-lock.json tsconfig.json'

function buildId(env) {
  const hash = createHash('sha256').update(env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY)
  const add = (path) => {
    if (/\.test\.tsx?$|\/generated$|\/lib\/testing$/.test(path) || !existsSync(path)) return
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name))
    else hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
  }
  for (const path of buildInputs.split(' ')) add(at(path))
  return hash.digest('hex')
}
