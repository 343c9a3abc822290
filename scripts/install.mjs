// Installs the dependencies. Only uses Node's own modules, to work on a fresh clone. When run as a script, it also installs
// development dependencies, which npm start omits, unless --omit=dev is given. --telemetry adds the packages for traces, and
// fails without them.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileNativePackages, uncompiledPackages } from './native-packages.mjs'
import { root, runOrExplain, SetupError } from './settings.mjs'
import { installTelemetryPackages } from './telemetry-packages.mjs'

const at = (path) => join(root, path)
const read = (path) => readFileSync(at(path), 'utf8')
const has = (name) => existsSync(at(`node_modules/${name}/package.json`))

/** Contains the hash of the installed lock file. */
const marker = 'node_modules/.roost-lock'
/** Its content during an installation, so that an interrupted one is repeated. */
const unfinished = 'unfinished'

/** A development dependency, whose presence shows whether development dependencies are installed. */
const developmentPackage = 'vitest'

/** Installs the dependencies and waits until all of them can be used. @see startInstallation */
export async function install(options) {
  await (await startInstallation(options)).compiled
}

/**
 * Installs what is missing.
 * @param options.telemetry whether the packages for traces are used, as in development; `required` if it fails without them
 * @see startPackages
 */
export async function startInstallation({ development = false, telemetry = development } = {}) {
  const started = await startPackages(development)
  if (telemetry)
    await installTelemetryPackages({ root, npm: npmWithCache, required: telemetry === 'required' })
  return started
}

/**
 * Installs the dependencies when they are missing or package-lock.json has changed. Development dependencies, a fifth of
 * the size, are kept when they are installed, and installed on request.
 * @param development whether development dependencies are needed
 * @returns after the packages without native code are installed; `compiled` resolves when all packages can be used
 * @throws SetupError when npm fails
 */
async function startPackages(development) {
  const lockHash = createHash('sha256').update(read('package-lock.json')).digest('hex')
  const withDevelopment = has(developmentPackage)
  const installed = existsSync(at(marker)) ? read(marker) : undefined
  const finish = () => writeFileSync(at(marker), lockHash)
  if (has('next') && (withDevelopment || !development)) {
    if (installed === lockHash) return { compiled: Promise.resolve() }
    if (installed !== unfinished && isInstalledByHand()) return { compiled: Promise.resolve(finish()) }
  }
  console.log('Installing dependencies …')
  mkdirSync(at('node_modules'), { recursive: true })
  writeFileSync(at(marker), unfinished)
  const stop = new AbortController()
  const compiling = startCompiling(stop.signal)
  // Prevents an unhandled rejection; the error is handled where the promise is awaited.
  compiling.catch(() => {})
  try {
    await npmInstall(argumentsFor(development || withDevelopment))
  } catch (error) {
    stop.abort()
    await compiling.catch(() => {})
    throw error
  }
  const compiled = compiling.then((copy) => copy(at('node_modules'))).then(finish)
  compiled.catch(() => {})
  return { compiled }
}

/**
 * --no-save does not change the lock file. With --omit=dev, npm still installs optional peers that are also development
 * dependencies; --legacy-peer-deps prevents this.
 */
function argumentsFor(development) {
  return [
    '--no-save',
    '--ignore-scripts',
    ...(development ? ['--include=dev'] : ['--omit=dev', '--legacy-peer-deps']),
  ]
}

async function startCompiling(signal) {
  const [manifest, lock] = ['package.json', 'package-lock.json'].map((path) => JSON.parse(read(path)))
  const names = uncompiledPackages(at('node_modules'), { manifest, lock })
  if (names.length === 0) return () => {}
  return compileNativePackages(names, {
    directory: at('node_modules/.cache/roost-native'),
    manifest,
    lock,
    npmrc: existsSync(at('.npmrc')) ? read('.npmrc') : '',
    npm: (args, options) => npmInstall(args, { signal, ...options }),
  })
}

/**
 * Not `npm ci`: it deletes node_modules first, with the marker and the directory in which native packages are compiled
 * meanwhile. The lock file has no resolved URLs, so npm queries the registry for every package. --prefer-offline uses
 * cached metadata, however old: when it lacks a version, npm fails, and is run again with new metadata.
 */
async function npmInstall(args, options) {
  await npmWithCache(['install', '--loglevel=error', ...args], options)
}

async function npmWithCache(command, options) {
  try {
    await npm([...command, '--prefer-offline'], { ...options, quiet: true })
  } catch (error) {
    if (options?.signal?.aborted) throw error
    await npm([...command, '--prefer-online'], options)
  }
}

/** npm records each install in node_modules; a record newer than the lock file means that someone has run npm. */
function isInstalledByHand() {
  const record = at('node_modules/.package-lock.json')
  return existsSync(record) && statSync(record).mtimeMs >= statSync(at('package-lock.json')).mtimeMs
}

async function npm(args, { quiet = false, signal, killSignal, cwd = root } = {}) {
  const child = spawn('npm', args, {
    cwd,
    signal,
    killSignal,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    shell: process.platform === 'win32',
  })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  const reason = await new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('close', (code) => done(code === 0 ? '' : `exit code ${code}`))
  })
  if (reason) throw new SetupError(`${output}npm ${args[0]} failed (${reason})${quiet ? '' : ': see above'}.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await runOrExplain(() => {
    const development = !process.argv.includes('--omit=dev')
    return install({
      development,
      telemetry: process.argv.includes('--telemetry') ? 'required' : development,
    })
  })
