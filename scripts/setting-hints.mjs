// Warns about suspicious settings when a server starts: one line each, without their values.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { ephemeralHost } from '../lib/env/hosts.mjs'
import { dotEnv, isPostgresql, root } from './settings.mjs'

/** Settings of the Flask microblogs and of Auth.js, with their names here. */
const otherNames = {
  SECRET_KEY: 'AUTH_SECRET',
  NEXTAUTH_SECRET: 'AUTH_SECRET',
  SQLALCHEMY_DATABASE_URI: 'DATABASE_URL',
  SERVER_NAME: 'APP_URL',
  NEXTAUTH_URL: 'APP_URL',
  AUTH_URL: 'APP_URL',
  MAIL_HOST: 'MAIL_SERVER',
  MAIL_USER: 'MAIL_USERNAME',
  MAIL_USE_SSL: 'SMTP_URL',
  MAIL_DEFAULT_SENDER: 'MAIL_FROM',
}

/** Variables of other tools that read .env. */
const toolSettings = /^(NODE|NEXT|NPM|COMPOSE|DOCKER|OTEL)_|^(TZ|DEBUG|PATH|NO_COLOR|FORCE_COLOR|PGSSLMODE)$/

/** Prefixes of Roost's settings: a variable of the environment that has one was meant for Roost. */
const ownPrefix =
  /^(ROOST|AUTH|MAIL|SMTP|S3|LOG|TRANSLATE|BCRYPT|REMEMBER|GRAVATAR|POSTS?_(PER|MAX)|GUEST|NOTIFICATION|METRICS|SECURITY|RATE|WEBHOOK)_/

/** Settings that only work together: all of them must be set, or none. */
const groups = [
  ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ['AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET'],
  ['AUTH_GOOGLE_ID', 'AUTH_GOOGLE_SECRET'],
  ['MAIL_USERNAME', 'MAIL_PASSWORD'],
]

/** Next reads these files, but the other commands do not. */
const strayFiles = [
  '.env.local',
  '.env.production',
  '.env.development',
  '.env.production.local',
  '.env.development.local',
]

const example = join(root, '.env.example')

/** Prints every hint about the settings of this directory and this environment. */
export function printSettingHints(env) {
  // A container image may not contain it.
  if (!existsSync(example)) return
  const files = strayFiles.filter((name) => existsSync(join(root, name)))
  const file = Object.keys(dotEnv())
  const environment = Object.keys(process.env).filter((name) => process.env[name] !== '')
  for (const hint of settingHints({ file, environment, files, env })) console.warn(`Settings: ${hint}`)
}

/** The names of all settings, from .env.example; a test of lib/env.ts checks that it is complete. */
export function knownSettings() {
  return ['NODE_ENV', ...Object.keys(parseEnv(readFileSync(example, 'utf8')))]
}

/**
 * Finds settings that are probably mistakes; one sentence each.
 * @param {{ file: string[], environment: string[], files?: string[], env: Record<string, string | undefined> }} found
 *   names in .env, names in the environment, unsupported files, and the settings of both together
 */
export function settingHints({ file, environment, files = [], env }) {
  const known = knownSettings()
  const unknownInFile = file.filter((name) => !known.includes(name) && !toolSettings.test(name))
  const unknownInEnvironment = environment.filter((name) => !known.includes(name) && !file.includes(name))
  return [
    ...unknownInFile.map((name) => `${name} in .env is not a setting${suggest(name, known)}`),
    ...unknownInEnvironment
      .filter((name) => ownPrefix.test(name) || otherNames[name] || nearest(name, known))
      .map((name) => `${name} is not a setting${suggest(name, known)}`),
    ...files.map((name) => `${name} is not read by every part of Roost: move its lines to .env.`),
    ...findIncomplete(env),
  ]
}

function suggest(name, known) {
  const meant = otherNames[name] ?? nearest(name, known)
  return meant ? `: did you mean ${meant}?` : '; .env.example lists them all.'
}

function findIncomplete(env) {
  const incompleteGroups = groups.flatMap((group) => {
    const absent = group.filter((name) => !env[name])
    return absent.length === 0 || absent.length === group.length
      ? []
      : [`${absent.join(', ')} must be set too, or ${listPresent(group, env)} will have no effect.`]
  })
  return [
    ...incompleteGroups,
    ...(env.SMTP_URL && env.MAIL_SERVER ? ['MAIL_SERVER has no effect beside SMTP_URL.'] : []),
    ...(!env.SMTP_URL && !env.MAIL_SERVER && env.MAIL_USERNAME
      ? ['MAIL_SERVER must be set too, or mail is only written to files.']
      : []),
    ...((env.SMTP_URL || env.MAIL_SERVER) && !env.APP_URL
      ? ['APP_URL must be set too: links in mail need it.']
      : []),
    ...(env.AUTH_GITHUB_URL && !env.AUTH_GITHUB_ID
      ? ['AUTH_GITHUB_ID must be set too, or AUTH_GITHUB_URL will have no effect.']
      : []),
    ...(env.JOBS === 'cron' && !env.CRON_SECRET
      ? ['CRON_SECRET must be set too: without it no job runs, so no mail is sent.']
      : []),
    ...findIncompleteTranslation(env),
    ...(ephemeralHost(env) && !isPostgresql(env)
      ? [
          `${ephemeralHost(env)} keeps no files: set DATABASE_URL to a PostgreSQL database, or everything is lost at the next start.`,
        ]
      : []),
  ]
}

function findIncompleteTranslation({ TRANSLATE_PROVIDER, TRANSLATE_URL, TRANSLATE_KEY, TRANSLATE_REGION }) {
  if (/^(deepl|azure)$/.test(TRANSLATE_PROVIDER ?? '')) {
    return TRANSLATE_KEY ? [] : ['TRANSLATE_KEY must be set too, or TRANSLATE_PROVIDER will have no effect.']
  }
  const present = Object.entries({ TRANSLATE_KEY, TRANSLATE_REGION }).find(([, value]) => value)
  if (TRANSLATE_URL || !present) return []
  return [`TRANSLATE_URL or TRANSLATE_PROVIDER must be set too, or ${present[0]} will have no effect.`]
}

const listPresent = (group, env) => group.filter((name) => env[name]).join(', ')

/** The setting with the most similar name; undefined when none is similar enough. */
function nearest(name, known) {
  const plain = name.toUpperCase().replace(/^ROOST_/, '')
  const similar = known
    .map((setting) => ({ setting, distance: editDistance(plain, setting) }))
    .filter(({ setting, distance }) => distance <= maxDistance(setting))
    .sort((a, b) => a.distance - b.distance)
  return similar[0]?.setting
}

/** The allowed edit distance. Short names must match exactly: HOME is not HOST. */
const maxDistance = ({ length }) => (length < 8 ? 0 : length < 12 ? 1 : 2)

/** The Damerau-Levenshtein distance (optimal string alignment). */
function editDistance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(change, rows[i - 1][j] + 1, row[j - 1] + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1)
    }
    rows.push(row)
  }
  return rows[a.length][b.length]
}
