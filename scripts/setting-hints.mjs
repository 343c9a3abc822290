// What is suspicious about the settings but stops nothing: told in a line each when a server starts, without values.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { dotEnv, isPostgresql, root, serverlessHost } from './settings.mjs'

/** Settings of the Flask microblogs and of Auth.js, and what they are called here. */
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

/** Names in .env that belong to the tools that read the same file. */
const ofTools = /^(NODE|NEXT|NPM|COMPOSE|DOCKER)_|^(TZ|DEBUG|PATH|NO_COLOR|FORCE_COLOR)$/

/** A variable that begins like this was meant for Roost, whoever else sets variables here. */
const ours = /^(ROOST|AUTH|MAIL|SMTP|S3|BCRYPT|REMEMBER|GRAVATAR|POSTS?_(PER|MAX)|GUEST|NOTIFICATION)_/

/** Settings that say something together only: all of them, or none. */
const groups = [
  ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ['AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET'],
  ['AUTH_GOOGLE_ID', 'AUTH_GOOGLE_SECRET'],
  ['MAIL_USERNAME', 'MAIL_PASSWORD'],
]

/** Next reads these as well, but the commands around it do not: half of Roost would see them. */
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
  // An image may have left it out.
  if (!existsSync(example)) return
  const files = strayFiles.filter((name) => existsSync(join(root, name)))
  const file = Object.keys(dotEnv())
  const environment = Object.keys(process.env).filter((name) => process.env[name] !== '')
  for (const hint of settingHints({ file, environment, files, env })) console.warn(`Settings: ${hint}`)
}

/** Every setting there is: .env.example lists them all, as a test of lib/env.ts proves. */
export const knownSettings = () => ['NODE_ENV', ...Object.keys(parseEnv(readFileSync(example, 'utf8')))]

/**
 * One sentence for each thing that was probably meant otherwise.
 * @param {{ file: string[], environment: string[], files?: string[], env: Record<string, string | undefined> }} found
 *   names in .env, names in the environment, stray files, and the settings of both together
 */
export function settingHints({ file, environment, files = [], env }) {
  const known = knownSettings()
  const inFile = file.filter((name) => !known.includes(name) && !ofTools.test(name))
  const around = environment.filter((name) => !known.includes(name) && !file.includes(name))
  return [
    ...inFile.map((name) => `${name} in .env is no setting${advice(name, known)}`),
    ...around
      .filter((name) => ours.test(name) || otherNames[name] || nearest(name, known))
      .map((name) => `${name} is no setting${advice(name, known)}`),
    ...files.map((name) => `${name} is not read by every part of Roost: move its lines to .env.`),
    ...missing(env),
  ]
}

function advice(name, known) {
  const meant = otherNames[name] ?? nearest(name, known)
  return meant ? `: did you mean ${meant}?` : '; .env.example lists them all.'
}

function missing(env) {
  const halves = groups.flatMap((group) => {
    const absent = group.filter((name) => !env[name])
    return absent.length === 0 || absent.length === group.length
      ? []
      : [`${absent.join(', ')} must be set too, or ${given(group, env)} will have no effect.`]
  })
  return [
    ...halves,
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
    ...(serverlessHost(env) && !isPostgresql(env)
      ? [
          `${serverlessHost(env)} keeps no files: set DATABASE_URL to a PostgreSQL database, or everything is lost at the next start.`,
        ]
      : []),
  ]
}

const given = (group, env) => group.filter((name) => env[name]).join(', ')

/** The setting that a name was probably meant to be, or undefined. */
function nearest(name, known) {
  const plain = name.toUpperCase().replace(/^ROOST_/, '')
  const near = known
    .map((setting) => ({ setting, distance: editDistance(plain, setting) }))
    .filter(({ setting, distance }) => distance <= slips(setting))
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.setting
}

/** How many slips a name may have: HOME is not HOST, and API_URL is somebody else's. */
const slips = ({ length }) => (length < 8 ? 0 : length < 12 ? 1 : 2)

/** How many letters must be added, dropped, changed or swapped with their neighbour. */
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
