// Runs this project on another Node version, in a copy of the checkout: native modules belong to one version. node
// scripts/other-node.mjs 24 only prepares that version, with low priority; with --until-input-ends, in a separate
// process group, as long as standard input is open.

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { constants, homedir, setPriority } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyCheckout } from './checkout.mjs'
import { compileNativePackages } from './native-packages.mjs'
import { root, runOrExplain, SetupError } from './settings.mjs'
import { publish, removeAbandoned, withUnfinished } from './shared-directory.mjs'

/** The package of npm that contains Node for this platform, as `bin/node` and `include/`. */
const nodePackage = `node-${process.platform}-${process.arch}`

/** Packages that are compiled for one version of Node. */
const nativePackages = ['better-sqlite3']

/**
 * The release whose headers native packages are compiled with, by major version, where the newest does not work. From
 * Node 24.19 on, an object of better-sqlite3 12 that is collected while no JavaScript runs aborts the process ("Assertion
 * failed: (env) != nullptr"). The published binaries are compiled with earlier headers, too.
 */
const headerVersions = { 24: '24.18' }

/**
 * Runs a script of this project on another major version of Node. The first run takes some minutes: it installs that
 * version from npm and compiles native modules. Later runs use what is in ~/.cache/roost.
 * @param major such as 24
 * @param args a script and its arguments
 * @param options.env variables of the script, besides those of this process
 * @param options.withBuild copies the build of this checkout, which is for every version of Node
 * @returns the exit code
 * @throws SetupError when the version cannot be prepared
 */
export async function runOnNode(major, args, { env = {}, withBuild = false } = {}) {
  const { base, bin, compiled } = await prepareNode(major)
  const copy = join(base, `checkout-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`)
  copyCheckout(copy)
  if (withBuild && existsSync(join(root, '.next/BUILD_ID'))) copyBuild(copy)
  for (const [name, modules] of Object.entries(compiled)) {
    const build = join(copy, 'node_modules', name, 'build')
    // Removed, not overwritten: the files are linked to those of this version.
    rmSync(build, { recursive: true, force: true })
    cpSync(join(modules, name, 'build'), build, { recursive: true })
  }
  const options = { cwd: copy, env: { ...withPath(bin), ...env }, stdio: 'inherit' }
  const { status } = spawnSync(join(bin, 'node'), args, options)
  return status ?? 1
}

/**
 * Installs a version of Node, and compiles native packages for it. Needs no packages of this checkout.
 * @param major such as 24
 * @returns the directory in ~/.cache/roost, that of the programs, and those with the compiled packages, by name
 * @throws SetupError
 */
export async function prepareNode(major) {
  if (!/^\d+$/.test(major)) throw new SetupError(`--node is "${major}": expected a major version such as 24.`)
  const base = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'roost', `node-${major}`)
  mkdirSync(base, { recursive: true })
  removeAbandoned(base)
  const node = await installNode(base, 'node', major)
  const headers = headerVersions[major] ? await installNode(base, 'headers', headerVersions[major]) : node
  const bin = join(node, 'bin')
  const compiled = {}
  for (const name of nativePackages) compiled[name] = await compile(name, { base, headers, bin })
  return { base, bin, compiled }
}

const withPath = (bin) => ({ ...process.env, PATH: `${bin}:${process.env.PATH}` })

/** Installs the newest release of a version, unless an earlier run has. @returns the directory of the package */
async function installNode(base, name, version) {
  const directory = join(base, name)
  if (existsSync(directory)) return directory
  const target = `${nodePackage}@${version}`
  await withUnfinished(base, name, async (prefix) => {
    await run('npm', ['install', '--prefix', prefix, '--no-audit', '--no-fund', `node@npm:${target}`], {
      error: `npm could not install ${target}`,
    })
    publish(join(prefix, 'node_modules/node'), directory)
  })
  return directory
}

function copyBuild(copy) {
  const target = join(copy, '.next')
  rmSync(target, { recursive: true, force: true })
  // Links to packages are relative, and stay so.
  const options = { recursive: true, verbatimSymlinks: true }
  cpSync(join(root, '.next'), target, { ...options, filter: (path) => path !== join(root, '.next/cache') })
}

/** Compiles a package for the other version, unless an earlier run has. @returns a directory with the package */
async function compile(name, { base, headers, bin }) {
  const [manifest, lock] = ['package.json', 'package-lock.json'].map((path) =>
    JSON.parse(readFileSync(join(root, path), 'utf8')),
  )
  const { version } = lock.packages[`node_modules/${name}`]
  const nodeVersion = (await run(join(headers, 'bin/node'), ['--version'])).trim()
  const compiled = join(base, `${name}-${version}-${nodeVersion}-modules`)
  if (existsSync(compiled)) return compiled
  console.log(`Compiling ${name} for Node ${nodeVersion} …`)
  const npm = (args, { cwd }) =>
    run('npm', ['install', '--loglevel=error', `--nodedir=${headers}`, ...args], {
      cwd,
      env: withPath(bin),
      error: `${name} could not be compiled for Node ${nodeVersion}`,
    })
  const npmrc = existsSync(join(root, '.npmrc')) ? readFileSync(join(root, '.npmrc'), 'utf8') : ''
  await withUnfinished(base, 'compiling', async (directory) => {
    const packages = join(directory, 'packages')
    const copy = await compileNativePackages([name], { directory: packages, manifest, lock, npmrc, npm })
    copy(join(directory, 'modules'))
    publish(join(directory, 'modules'), compiled)
  })
  return compiled
}

/** Aborted when this process prepares a version for another one that has ended. */
const stop = new AbortController()

/** Not spawnSync, which would not notice that. @returns the standard output */
async function run(command, args, { error = command, ...options } = {}) {
  stop.signal.throwIfAborted()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (chunk) => (stdout += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk) => (stderr += chunk))
  const failure = await new Promise((done) => {
    child.once('error', ({ message }) => done(message))
    child.once('close', (code) => done(code === 0 ? '' : stderr || stdout || 'no output'))
  })
  if (failure) throw new SetupError(`${error}:\n${failure}`.trim())
  return stdout
}

/**
 * Ends npm and its compilers when standard input ends: with the process that started this one, however that ends. This
 * process leads their group, and stays to remove what is unfinished.
 */
function stopWithInput() {
  process.on('SIGTERM', () => {})
  process.stdin.resume().once('end', () => {
    stop.abort(new SetupError('No longer needed.'))
    process.kill(-process.pid, 'SIGTERM')
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  if (process.argv.includes('--until-input-ends')) stopWithInput()
  await runOrExplain(() => prepareNode(process.argv[2]))
  process.stdin.unref?.()
}
