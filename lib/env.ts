import { resolve } from 'node:path'
import { z } from 'zod'
import { findDatabaseUrlProblem, normalizeDatabaseUrl } from './env/database-url'
import { hostList } from './env/host-list.mjs'
import { functionHost } from './env/hosts.mjs'
import {
  addressList,
  bearerSecret,
  contactList,
  flag,
  oneOf,
  optionalFlag,
  optionalText,
  url,
  wholeNumber,
} from './env/setting-types'
import { exportsTraces } from './env/traces.mjs'
import {
  messageMaxLengthCeiling,
  messageMaxLengthDefault,
  postMaxLengthCeiling,
  postMaxLengthDefault,
} from './limits'

const placeholderSecrets = ['secret', 'changeme', 'change-me', 'your-secret-here']
const secretHint = 'openssl rand -base64 33 makes one'
const webUrl = (example = 'https://example.com') => url(['http', 'https'], example)

/** The URL of a whole site. No *: the host is trusted as an origin, in which Next reads * as a wildcard. */
const siteUrl = webUrl('https://roost.example')
  .refine((text) => {
    const { pathname, search, hash, username } = new URL(text)
    return pathname === '/' && !search && !hash && !username
  }, 'must end after the host and the port: Roost lives at the root of its site')
  .refine((text) => !text.includes('*'), 'must name one host in full, without wildcards')

const schema = z.object({
  NODE_ENV: oneOf(['development', 'production', 'test'], 'development'),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(/* turbopackIgnore: true */ path)),
  DATABASE_URL: z
    .string()
    .check((context) => {
      const message = findDatabaseUrlProblem(context.value)
      if (message) context.issues.push({ code: 'custom', message, input: context.value })
    })
    .transform(normalizeDatabaseUrl)
    .optional(),
  AUTO_MIGRATE: optionalFlag,
  APP_URL: siteUrl.optional(),
  PORT: wholeNumber(3000, 1, 65_535),
  TRUST_PROXY: wholeNumber(0, 0, 16),
  AUTH_SECRET: z
    .string({ error: `is not set: npm start makes one and keeps it in DATA_DIR; else ${secretHint}` })
    .min(32, `must have at least 32 characters (${secretHint})`)
    .refine(
      (value) => !placeholderSecrets.some((bad) => value.toLowerCase().startsWith(bad)),
      `is a placeholder (${secretHint})`,
    )
    .refine((value) => new Set(value).size >= 8, `is too easily guessed (${secretHint})`),
  REMEMBER_DAYS: wholeNumber(365, 1, 3650),
  POSTS_PER_PAGE: wholeNumber(25, 1, 100),
  POST_MAX_LENGTH: wholeNumber(postMaxLengthDefault, 1, postMaxLengthCeiling),
  MESSAGE_MAX_LENGTH: wholeNumber(messageMaxLengthDefault, 1, messageMaxLengthCeiling),
  GRAVATAR: flag,
  PASSWORD_BREACH_URL: webUrl().optional(),
  BCRYPT_COST: wholeNumber(12, 4, 15),
  AUTH_GITHUB_ID: optionalText,
  AUTH_GITHUB_SECRET: optionalText,
  AUTH_GITHUB_URL: webUrl().optional(),
  AUTH_GOOGLE_ID: optionalText,
  AUTH_GOOGLE_SECRET: optionalText,
  SMTP_URL: url(['smtp', 'smtps'], 'smtp://user:password@host:587').optional(),
  MAIL_SERVER: z
    .string()
    .regex(/^([\w.-]+|[\da-f:]+)$/i, 'must be the name of a host alone: the port belongs in MAIL_PORT')
    .optional(),
  MAIL_PORT: wholeNumber(25, 1, 65_535),
  MAIL_USE_TLS: flag,
  MAIL_USERNAME: optionalText,
  MAIL_PASSWORD: optionalText,
  MAIL_FROM: z
    .string()
    .regex(
      /^([^\r\n<>"]* ?<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/,
      'must be one address, like Roost <roost@example.com>',
    )
    .optional(),
  JOBS: oneOf(['auto', 'embedded', 'worker', 'cron'], 'auto'),
  CRON_SECRET: bearerSecret,
  METRICS_TOKEN: bearerSecret,
  OTEL_EXPORTER_OTLP_ENDPOINT: webUrl('http://localhost:4318').optional(),
  OTEL_EXPORTER_OTLP_HEADERS: optionalText,
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: optionalText,
  OTEL_PROPAGATORS: optionalText,
  OTEL_SERVICE_NAME: z.string().default('roost'),
  ADMINS: addressList,
  SECURITY_CONTACT: contactList,
  REDIS_URL: url(['redis', 'rediss'], 'redis://:password@host:6379').optional(),
  REDIS_TLS: oneOf(['verify', 'no-verify'], 'verify'),
  S3_ENDPOINT: webUrl().optional(),
  S3_BUCKET: optionalText,
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY_ID: optionalText,
  S3_SECRET_ACCESS_KEY: optionalText,
  TRANSLATE_PROVIDER: oneOf(['libretranslate', 'deepl', 'azure'], 'libretranslate'),
  TRANSLATE_URL: webUrl('https://translate.example.com').optional(),
  TRANSLATE_KEY: optionalText,
  TRANSLATE_REGION: optionalText,
  WEBHOOK_TARGETS: oneOf(['public', 'any'], 'public'),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'info'),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .refine((list) => !list.includes('*'), 'must name each host in full, without wildcards')
    .transform(hostList),
  WEB_CONCURRENCY: wholeNumber(1, 1, 128),
  LIVE: oneOf(['stream', 'poll'], 'stream'),
  NOTIFICATION_POLL_SECONDS: wholeNumber(10, 1, 3600),
  GUEST_PAGES: oneOf(['prerendered', 'dynamic'], 'prerendered'),
  EXPORT_STEP_DELAY_MS: wholeNumber(0, 0, 10_000),
  RATE_LIMITS: oneOf(['on', 'off'], 'on'),
})

/** The settings, and what follows from the whole environment. */
export type Env = z.infer<typeof schema> & {
  /** The name of the serverless host that replaces our web server (docs/decisions/044). */
  functionHost: string | null
  /** Whether traces are exported (docs/decisions/053). */
  exportsTraces: boolean
}

/** Defaults on serverless hosts, where processes are short-lived and cannot keep timers or connections. */
const functionDefaults = { LIVE: 'poll', JOBS: 'cron', GUEST_PAGES: 'dynamic', TRUST_PROXY: '1' }

/** The names of the settings that this file reads; scripts/settings.mjs lists those of the scripts. */
export const settingNames = Object.keys(schema.shape)

/**
 * Parses the settings. White space around a value is ignored, and an empty value counts as absent.
 * @throws Error with a line for each malformed setting; never quotes a value, which may be a secret
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(
    Object.entries(source).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
  const secret =
    present.AUTH_SECRET ??
    (present.NODE_ENV === 'production' ? undefined : 'development only: 4f9c2b7ae1d0835648')
  const host = functionHost(source)
  const result = schema.safeParse({ ...(host && functionDefaults), ...present, AUTH_SECRET: secret })
  if (!result.success) throw settingsError(firstProblems(result.error.issues))
  const env = { ...result.data, functionHost: host, exportsTraces: exportsTraces(source) }
  if (env.NODE_ENV === 'production' && env.BCRYPT_COST < 10)
    throw settingsError(['BCRYPT_COST must be 10 or more in production'])
  return env
}

/** The first problem of each setting, as a sentence. */
function firstProblems(issues: z.core.$ZodIssue[]): string[] {
  const sentences = new Map<string, string>()
  for (const { path, message } of issues) {
    const name = String(path[0])
    if (!sentences.has(name)) sentences.set(name, `${name} ${message}`)
  }
  return [...sentences.values()]
}

function settingsError(problems: string[]): Error {
  return new Error(
    problems.length === 1
      ? `Roost cannot start: ${problems[0]}.`
      : `Roost cannot start, fix these settings (.env.example explains them all):\n  ${problems.join(';\n  ')}.`,
  )
}

export const env = parseEnv(process.env)

/** The URL of the database; a SQLite file in the data directory unless DATABASE_URL is set. */
export const databaseUrl = env.DATABASE_URL ?? `file:${env.DATA_DIR}/roost.db`
