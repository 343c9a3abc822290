// Completes the settings before lib/env.ts reads them, and parses those of the processes around the server. Only uses
// Node's own modules: this runs before anything is installed.

import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { restrictDirectory } from '../lib/db/private-files.mjs'
import { ephemeralHost } from '../lib/env/hosts.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** A problem that the user can fix: printed as one line without a stack; not printed when the message is empty. */
export class SetupError extends Error {}

/** Runs `main`; a SetupError becomes one line and exit code 1. */
export async function runOrExplain(main) {
  try {
    return await main()
  } catch (error) {
    const line = error instanceof SetupError ? error.message : error
    if (line) console.error(line)
    process.exit(1)
  }
}

/** The variables in `.env`; empty values count as absent, as in lib/env.ts. */
export function dotEnv(file = join(root, '.env')) {
  return existsSync(file) ? withoutEmpty(parseEnv(readFileSync(file, 'utf8'))) : {}
}

/** The variables with a value, trimmed. */
const withoutEmpty = (env) =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )

/**
 * The settings of a server: .env, overridden by the environment, completed by secrets. Missing secrets are generated
 * once and stored in the data directory; on hosts without persistent storage they must be set.
 * @throws SetupError
 */
export function settings(environment = process.env, file = dotEnv()) {
  const env = withStoredSecrets({ NEXT_TELEMETRY_DISABLED: '1', ...file, ...withoutEmpty(environment) })
  // Checked now instead of after a minute of installing and building.
  for (const name of wholeSettings) wholeSetting(env, name)
  const host = ephemeralHost(env)
  const readOnly = host ? undefined : whyReadOnly(env.DATA_DIR)
  const obstacle = host ? `${host} keeps no files` : (readOnly ?? whyNotPersistent(env))
  if (!obstacle) {
    createSecrets(env.DATA_DIR)
    return withStoredSecrets(env)
  }
  const fix = readOnly
    ? 'give this user write permission, or set DATA_DIR to another'
    : 'mount a volume there'
  if (!env.AUTH_SECRET) {
    const elsewhere = host ? '' : `; or ${fix}`
    throw new SetupError(
      `${obstacle}, so AUTH_SECRET cannot be generated and stored: set it (openssl rand -base64 33 prints one)${elsewhere}.`,
    )
  }
  if (readOnly && !isPostgresql(env)) throw new SetupError(`${readOnly}: ${fix}.`)
  return { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: derivedKey(env.AUTH_SECRET), ...env }
}

/**
 * The settings of a command that is run by hand: as above, but nothing is created. A missing secret is generated for
 * this process only, because the database tools do not use it.
 */
export function toolSettings(environment = process.env, file = dotEnv()) {
  return {
    AUTH_SECRET: randomBytes(33).toString('base64'),
    ...withStoredSecrets({ ...file, ...withoutEmpty(environment) }),
  }
}

/**
 * The settings of a worker: those of the web server. Nothing is created, because links in mail are only valid with the
 * secret of the web server.
 * @throws SetupError
 */
export function workerSettings(environment = process.env, file = dotEnv()) {
  const env = withStoredSecrets({ NODE_ENV: 'production', ...file, ...withoutEmpty(environment) })
  if (env.AUTH_SECRET) return env
  throw new SetupError(
    `AUTH_SECRET is not set and ${env.DATA_DIR} contains no secrets: set it to that of the web server, or start the web server first.`,
  )
}

function withStoredSecrets(env) {
  const directory = resolve(root, env.DATA_DIR ?? '.data')
  const path = secretsFile(directory)
  const complete = { ...(existsSync(path) && readSecrets(path)), ...env, DATA_DIR: directory }
  if (!complete.AUTH_SECRET && existsSync(path))
    throw new SetupError(
      `${path} has no AUTH_SECRET: restore the file from a backup, or delete it (everyone is then logged out).`,
    )
  return complete
}

/** Whether the settings name a PostgreSQL database. */
export function isPostgresql(env) {
  return /^postgres/i.test(env.DATABASE_URL ?? '')
}

/**
 * Why the data directory is lost with its container, as part of a sentence; undefined when it is persistent. Only checked
 * in production: a container for trying things out may lose its data. A volume has a separate file system.
 */
function whyNotPersistent({ NODE_ENV, DATA_DIR, KUBERNETES_SERVICE_HOST }) {
  const container = KUBERNETES_SERVICE_HOST || existsSync('/.dockerenv') || existsSync('/run/.containerenv')
  if (NODE_ENV !== 'production' || !container) return undefined
  const isTemporary = [overlayfs, tmpfs].includes(statfsSync(DATA_DIR).type)
  return isTemporary ? `${DATA_DIR} is deleted with its container` : undefined
}

/** The types of file systems in statfs(2): the layers of an image, and memory. */
const [overlayfs, tmpfs] = [0x794c7630, 0x01021994]

/** Why the directory cannot be written, as part of a sentence; undefined when it can. */
function whyReadOnly(directory) {
  const probe = join(directory, `.write-${process.pid}`)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    writeFileSync(probe, '')
    rmSync(probe)
    // An older version created it with permissions for everybody.
    restrictDirectory(directory)
  } catch (error) {
    return `The data directory ${directory} cannot be written (${error.code})`
  }
}

const secretsFile = (directory) => join(directory, 'secrets.json')

/** Creates the secrets once: new ones would end every session and invalidate open forms. */
function createSecrets(directory) {
  const path = secretsFile(directory)
  if (existsSync(path)) return
  const secrets = {
    AUTH_SECRET: randomBytes(33).toString('base64'),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  }
  // Linking a complete file is atomic: two processes that start at the same time read the same secrets.
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  try {
    linkSync(draft, path)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

function readSecrets(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new SetupError(
      `${path} cannot be read (${error.message}): fix it, or delete it (everyone is then logged out).`,
    )
  }
}

/** Derived from AUTH_SECRET, so that all machines that serve one build use the same key. */
const derivedKey = (secret) => createHmac('sha256', secret).update('server actions').digest('base64')

/** Settings of the processes around the server; lib/env.ts reads some of them, too. */
export const processSettings = {
  PORT: { fallback: 3000, min: 1, max: 65_535 },
  HOST: { fallback: '0.0.0.0' },
  WEB_CONCURRENCY: { fallback: 1, min: 1, max: 128 },
  TRUST_PROXY: { fallback: 0, min: 0, max: 16 },
  LOG_FILE: {},
  LOG_MAX_BYTES: { fallback: 10_000_000, min: 1000, max: 999_999_999 },
  LOG_FILES: { fallback: 10, min: 1, max: 100 },
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: {},
}

const wholeSettings = Object.keys(processSettings).filter((name) => 'min' in processSettings[name])

/**
 * Parses a whole number of `processSettings`.
 * @throws SetupError when it is malformed or out of range
 */
export function wholeSetting(env, name) {
  const { fallback, min, max } = processSettings[name]
  const text = env[name]?.trim()
  if (!text) return fallback
  if (!/^\d{1,9}$/.test(text) || Number(text) < min || Number(text) > max) {
    throw new SetupError(`${name} is "${text}": set it to a whole number from ${min} to ${max}.`)
  }
  return Number(text)
}
