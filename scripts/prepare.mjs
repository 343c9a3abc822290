// What start, dev and test need before anything else can run. Only uses Node's own modules, to work on a fresh clone.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { processSettings, root, SetupError, wholeSetting } from './settings.mjs'
import { writeUnavailablePages } from './unavailable-pages.mjs'

export { install, startInstallation } from './install.mjs'
export { root, runOrExplain, SetupError, settings } from './settings.mjs'

const at = (path) => join(root, path)

/**
 * The same versions as "engines" in package.json: better-sqlite3 12 cannot be compiled for Node 26, and has no binaries for
 * it. Hosts such as Heroku install the newest version that "engines" accepts.
 * @throws SetupError when Roost does not run on this version
 */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if ((major > 20 && major < 25) || (major === 20 && minor >= 19)) return
  throw new SetupError(
    `Roost needs Node 20.19 to 24, this is v${version}: install Node 24 from https://nodejs.org.`,
  )
}

/** Prints one line when this version of Node works but another is better. */
export function recommendNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return
  console.log(
    `This is Node ${process.versions.node}. Node 24 is recommended: it gets security fixes and serves pages faster.`,
  )
}

/**
 * The port to listen on.
 * @throws SetupError when it cannot be used now
 */
export async function configuredPort(env) {
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

/** Generates the files in lib/db/generated when they are missing or outdated. */
export async function generateClients() {
  const { generate } = await import('./generate.mjs')
  if (await generate()) console.log('Generated the database clients.')
}

/**
 * Runs Node with a script of this project or of a package; npx or the tsx command would start one more process.
 * @param options.quiet hides the output and adds it to the error
 * @param options.explains the tool prints its own errors, so that the error has no message
 * @param options.signal stops the process
 * @throws SetupError when the tool fails
 */
async function runNode(args, env, { quiet = false, explains = false, signal } = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    signal,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  // An abort also emits an error event.
  child.on('error', (error) => (output += error.message))
  const code = await new Promise((done) => child.once('close', done))
  if (code === 0) return
  throw new SetupError(output.trim() || (explains ? '' : `node ${args.join(' ')} failed: see above.`))
}

/** Runs a command of npm run db, with its flags. */
export function runDatabaseCommand(command, env, options) {
  const args = ['--import', 'tsx', 'scripts/db/main.ts', ...command.split(' ')]
  return runNode(args, env, { ...options, explains: true })
}

const buildMarker = at('.next/roost-build-id')

/** Whether .next contains a build of exactly these sources. */
export function isBuilt(env) {
  return (
    existsSync(at('.next/BUILD_ID')) &&
    existsSync(buildMarker) &&
    readFileSync(buildMarker, 'utf8') === buildId(env)
  )
}

/**
 * Builds the application; needs neither a database nor native packages.
 * @param options see runNode
 */
export async function build(env, options) {
  console.log('Building …')
  const id = buildId(env)
  // Without the marker an interrupted build is repeated.
  rmSync(buildMarker, { force: true })
  await runNode(['node_modules/next/dist/bin/next', 'build'], { ...env, NODE_ENV: 'production' }, options)
  writeUnavailablePages(at('.next/static/unavailable'))
  writeFileSync(buildMarker, id)
}

const buildInputs =
  'app components lib prisma public proxy.ts instrumentation.ts next.config.js postcss.config.mjs package-lock.json tsconfig.json'

/** Identifies the sources of a build. */
export function buildId(env) {
  const hash = createHash('sha256').update(env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY)
  const add = (path) => {
    if (/\.test\.tsx?$|\/generated$|\/lib\/testing$/.test(path) || !existsSync(path)) return
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name))
    else hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
  }
  for (const path of buildInputs.split(' ')) add(at(path))
  return hash.digest('hex')
}
