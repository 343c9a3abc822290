// The settings before lib/env.ts reads them: where they come from, which of them are misspelt, and those of the
// processes around the server. Node's own modules only: this runs before anything is installed.

import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { restrictDirectory } from '../lib/db/private-files.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Something the person can mend: one line, no stack; none when it has been said already. */
export class SetupError extends Error {}

/** Runs `main` and turns a SetupError into one line and exit code 1. */
export async function runOrExplain(main) {
  try {
    return await main()
  } catch (error) {
    const line = error instanceof SetupError ? error.message : error
    if (line) console.error(line)
    process.exit(1)
  }
}

/** What `.env` says; empty values count as absent, as in lib/env.ts. */
export function dotEnv(file = join(root, '.env')) {
  return existsSync(file) ? present(parseEnv(readFileSync(file, 'utf8'))) : {}
}

/** Variables with a value, without the space around it. */
const present = (env) =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )

/**
 * The settings of a server: .env, overruled by the environment, completed by secrets. What nobody set is made once and
 * kept in the data directory; where nothing can be kept, it has to be set.
 * @throws SetupError
 */
export function settings(environment = process.env, file = dotEnv()) {
  const env = withKeptSecrets({ NEXT_TELEMETRY_DISABLED: '1', ...file, ...present(environment) })
  // Now, and not after a minute of installing and building.
  for (const name of ['PORT', 'WEB_CONCURRENCY', 'TRUST_PROXY']) wholeSetting(env, name)
  const host = serverlessHost(env)
  const readOnly = host ? undefined : whyReadOnly(env.DATA_DIR)
  const obstacle = host ? `${host} keeps no files` : (readOnly ?? whyNotKept(env))
  if (!obstacle) {
    makeSecrets(env.DATA_DIR)
    return withKeptSecrets(env)
  }
  const mend = readOnly ? 'give this user the right, or set DATA_DIR to another' : 'mount a volume there'
  if (!env.AUTH_SECRET) {
    const elsewhere = host ? '' : `; or ${mend}`
    throw new SetupError(
      `${obstacle}, so AUTH_SECRET cannot be made and kept: set it (openssl rand -base64 33 makes one)${elsewhere}.`,
    )
  }
  if (readOnly && !isPostgresql(env)) throw new SetupError(`${readOnly}: ${mend}.`)
  return { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: derivedKey(env.AUTH_SECRET), ...env }
}

/**
 * The settings of a command that is run by hand: as above, but nothing is made for it. Without a secret it gets one
 * that lasts as long as it does, because the database tools need none.
 */
export function toolSettings(environment = process.env, file = dotEnv()) {
  return {
    AUTH_SECRET: randomBytes(33).toString('base64'),
    ...withKeptSecrets({ ...file, ...present(environment) }),
  }
}

function withKeptSecrets(env) {
  const directory = resolve(root, env.DATA_DIR ?? '.data')
  const kept = existsSync(secretsFile(directory)) ? readSecrets(directory) : {}
  return { ...kept, ...env, DATA_DIR: directory }
}

export const isPostgresql = (env) => /^postgres/i.test(env.DATABASE_URL ?? '')

/** The variables by which hosts that throw the disk away name themselves. */
const hosts = {
  VERCEL: 'Vercel',
  NETLIFY: 'Netlify',
  AWS_LAMBDA_FUNCTION_NAME: 'AWS Lambda',
  K_SERVICE: 'Cloud Run',
  FUNCTION_TARGET: 'Cloud Functions',
  DYNO: 'Heroku',
}

/** The host that throws the disk away, or undefined. */
export const serverlessHost = (env) => Object.entries(hosts).find(([name]) => env[name])?.[1]

/**
 * Why the directory ends together with its container, as above. In production only: a container to try things in may
 * well lose what it holds. A volume has a file system of its own.
 */
function whyNotKept({ NODE_ENV, DATA_DIR, KUBERNETES_SERVICE_HOST }) {
  const container = KUBERNETES_SERVICE_HOST || existsSync('/.dockerenv') || existsSync('/run/.containerenv')
  if (NODE_ENV !== 'production' || !container) return undefined
  const inside = [overlay, memory].includes(statfsSync(DATA_DIR).type)
  return inside ? `${DATA_DIR} goes with its container` : undefined
}

/** File systems by the numbers of statfs(2): the layers of an image, and memory. */
const [overlay, memory] = [0x794c7630, 0x01021994]

/** Why the directory cannot be written, as a sentence without its end, or undefined. */
function whyReadOnly(directory) {
  const probe = join(directory, `.write-${process.pid}`)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    writeFileSync(probe, '')
    rmSync(probe)
    // An older version made it for everybody.
    restrictDirectory(directory)
  } catch (error) {
    return `The data directory ${directory} cannot be written (${error.code})`
  }
}

const secretsFile = (directory) => join(directory, 'secrets.json')

/** Made once and kept: new secrets would end every session and break open forms. */
function makeSecrets(directory) {
  const path = secretsFile(directory)
  if (existsSync(path)) return
  const secrets = {
    AUTH_SECRET: randomBytes(33).toString('base64'),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  }
  // Written aside and linked, so that of two processes starting at once both read the same whole file.
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

function readSecrets(directory) {
  try {
    return JSON.parse(readFileSync(secretsFile(directory), 'utf8'))
  } catch (error) {
    throw new SetupError(
      `${secretsFile(directory)} cannot be read (${error.message}): mend it, or remove it (everyone is then logged out).`,
    )
  }
}

/** The same on every machine with the same AUTH_SECRET, as several machines that serve one build need it. */
const derivedKey = (secret) => createHmac('sha256', secret).update('server actions').digest('base64')

/** Settings of the processes around the server; lib/env.ts reads of them WEB_CONCURRENCY alone. */
export const processSettings = {
  PORT: { fallback: 3000, min: 1, max: 65_535 },
  HOST: { fallback: '0.0.0.0' },
  WEB_CONCURRENCY: { fallback: 1, min: 1, max: 128 },
  TRUST_PROXY: { fallback: 0, min: 0, max: 16 },
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: {},
}

/**
 * One number of `processSettings`.
 * @throws SetupError
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
