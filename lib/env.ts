import { resolve } from 'node:path'
import { z } from 'zod'
import { databaseUrlProblem, normalDatabaseUrl } from './env/database-url'
import { hostList } from './env/host-list.mjs'
import { address, choice, flag, oneOf, optional, whole } from './env/kinds'
import {
  messageMaxLengthCeiling,
  messageMaxLengthDefault,
  postMaxLengthCeiling,
  postMaxLengthDefault,
} from './limits'

const placeholderSecrets = ['secret', 'changeme', 'change-me', 'your-secret-here']
const howToMakeASecret = 'openssl rand -base64 33 makes one'
const web = (example = 'https://example.com') => address(['http', 'https'], example)

/** A web address of a whole site. Its host is trusted as an origin, where Next would take a * for a wildcard. */
const site = web('https://roost.example')
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
      const message = databaseUrlProblem(context.value)
      if (message) context.issues.push({ code: 'custom', message, input: context.value })
    })
    .transform(normalDatabaseUrl)
    .optional(),
  AUTO_MIGRATE: choice,
  APP_URL: site.optional(),
  AUTH_SECRET: z
    .string({ error: `is not set: npm start makes one and keeps it in DATA_DIR; else ${howToMakeASecret}` })
    .min(32, `must have at least 32 characters (${howToMakeASecret})`)
    .refine(
      (value) => !placeholderSecrets.some((bad) => value.toLowerCase().startsWith(bad)),
      `is a placeholder (${howToMakeASecret})`,
    )
    .refine((value) => new Set(value).size >= 8, `is too easily guessed (${howToMakeASecret})`),
  REMEMBER_DAYS: whole(365, 1, 3650),
  POSTS_PER_PAGE: whole(25, 1, 100),
  POST_MAX_LENGTH: whole(postMaxLengthDefault, 1, postMaxLengthCeiling),
  MESSAGE_MAX_LENGTH: whole(messageMaxLengthDefault, 1, messageMaxLengthCeiling),
  GRAVATAR: flag,
  PASSWORD_BREACH_URL: web().optional(),
  BCRYPT_COST: whole(12, 4, 15),
  AUTH_GITHUB_ID: optional,
  AUTH_GITHUB_SECRET: optional,
  AUTH_GITHUB_URL: web().optional(),
  AUTH_GOOGLE_ID: optional,
  AUTH_GOOGLE_SECRET: optional,
  SMTP_URL: address(['smtp', 'smtps'], 'smtp://user:password@host:587').optional(),
  MAIL_SERVER: z
    .string()
    .regex(/^([\w.-]+|[\da-f:]+)$/i, 'must be the name of a host alone: the port belongs in MAIL_PORT')
    .optional(),
  MAIL_PORT: whole(25, 1, 65_535),
  MAIL_USE_TLS: flag,
  MAIL_USERNAME: optional,
  MAIL_PASSWORD: optional,
  MAIL_FROM: z
    .string()
    .regex(
      /^([^\r\n<>"]* ?<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/,
      'must be one address, like Roost <roost@example.com>',
    )
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional(),
  S3_ENDPOINT: web().optional(),
  S3_BUCKET: optional,
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY_ID: optional,
  S3_SECRET_ACCESS_KEY: optional,
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'info'),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .refine((list) => !list.includes('*'), 'must name each host in full, without wildcards')
    .transform(hostList),
  WEB_CONCURRENCY: whole(1, 1, 128),
  LIVE: oneOf(['stream', 'poll'], 'stream'),
  NOTIFICATION_POLL_SECONDS: whole(10, 1, 3600),
  GUEST_PAGES: oneOf(['prerendered', 'dynamic'], 'prerendered'),
  RATE_LIMITS: oneOf(['on', 'off'], 'on'),
})

export type Env = z.infer<typeof schema>

/** The names of all settings that are read here; scripts/settings.mjs has those of the processes around it. */
export const settingNames = Object.keys(schema.shape)

/**
 * Reads every setting once. Space around a value is ignored, and an empty setting is an absent one.
 * @throws Error in one line for one malformed setting, with a line for each of several; values are never repeated.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(
    Object.entries(source).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
  const secret =
    present.AUTH_SECRET ??
    (present.NODE_ENV === 'production' ? undefined : 'development only: 4f9c2b7ae1d0835648')
  const result = schema.safeParse({ ...present, AUTH_SECRET: secret })
  if (!result.success) throw refusal(firstOfEach(result.error.issues))
  const env = result.data
  if (env.NODE_ENV === 'production' && env.BCRYPT_COST < 10)
    throw refusal(['BCRYPT_COST must be 10 or more in production'])
  return env
}

/** One sentence for each setting: what is wrong first. */
function firstOfEach(issues: z.core.$ZodIssue[]): string[] {
  const sentences = new Map<string, string>()
  for (const { path, message } of issues) {
    const name = String(path[0])
    if (!sentences.has(name)) sentences.set(name, `${name} ${message}`)
  }
  return [...sentences.values()]
}

function refusal(problems: string[]): Error {
  return new Error(
    problems.length === 1
      ? `Roost cannot start: ${problems[0]}.`
      : `Roost cannot start, mend these settings (.env.example explains them all):\n  ${problems.join(';\n  ')}.`,
  )
}

export const env = parseEnv(process.env)

/** The database in use; SQLite in the data directory unless DATABASE_URL names another. */
export const databaseUrl = env.DATABASE_URL ?? `file:${env.DATA_DIR}/roost.db`
