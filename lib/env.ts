import { resolve } from 'node:path'
import { z } from 'zod'
import { postMaxLengthCeiling, postMaxLengthDefault } from './limits'

const flag = z
  .enum(['1', 'true', 'yes', '0', 'false', 'no', ''])
  .default('')
  .transform((value) => ['1', 'true', 'yes'].includes(value))

const whole = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback)

const optional = z.string().trim().min(1).optional()

const placeholderSecrets = ['secret', 'changeme', 'change-me', 'your-secret-here']

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(/* turbopackIgnore: true */ path)),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|postgres:\/\/|postgresql:\/\/)/, 'must start with file: or postgresql://')
    .optional(),
  APP_URL: z.url({ protocol: /^https?$/ }).optional(),
  AUTH_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters (openssl rand -base64 33 makes one)')
    .refine(
      (value) => !placeholderSecrets.some((bad) => value.toLowerCase().startsWith(bad)),
      'is a placeholder',
    )
    .refine((value) => new Set(value).size >= 8, 'is too easily guessed'),
  REMEMBER_DAYS: whole(365, 1, 3650),
  POSTS_PER_PAGE: whole(25, 1, 100),
  POST_MAX_LENGTH: whole(postMaxLengthDefault, 1, postMaxLengthCeiling),
  GRAVATAR: flag,
  PASSWORD_BREACH_URL: z.url().optional(),
  BCRYPT_COST: whole(12, 4, 15),
  AUTH_GITHUB_ID: optional,
  AUTH_GITHUB_SECRET: optional,
  AUTH_GITHUB_URL: z.url().optional(),
  AUTH_GOOGLE_ID: optional,
  AUTH_GOOGLE_SECRET: optional,
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional(),
  S3_ENDPOINT: z.url().optional(),
  S3_BUCKET: optional,
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY_ID: optional,
  S3_SECRET_ACCESS_KEY: optional,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .refine((list) => !list.includes('*'), 'must name each host in full, without *')
    .transform((list) =>
      list
        .toLowerCase()
        .split(',')
        .map((host) => host.trim().replace(/^https?:\/\/|\/$/g, ''))
        .filter(Boolean),
    ),
  GUEST_PAGES: z.enum(['prerendered', 'dynamic']).default('prerendered'),
  RATE_LIMITS: z.enum(['on', 'off']).default('on'),
})

export type Env = z.infer<typeof schema>

/**
 * Reads every setting once.
 * @throws Error that lists each malformed setting on a line of its own; values are never repeated.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const secret =
    present.AUTH_SECRET ??
    (source.NODE_ENV === 'production' ? undefined : 'development only: 4f9c2b7ae1d0835648')
  const result = schema.safeParse({ ...present, AUTH_SECRET: secret })
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(
      `Roost cannot start, mend these settings (.env.example lists them all):\n${lines.join('\n')}`,
    )
  }
  const env = result.data
  if (env.NODE_ENV === 'production' && env.BCRYPT_COST < 10)
    throw new Error('Roost cannot start: BCRYPT_COST is below 10.')
  return env
}

export const env = parseEnv(process.env)

/** The database in use; SQLite in the data directory unless DATABASE_URL names another. */
export const databaseUrl = env.DATABASE_URL ?? `file:${env.DATA_DIR}/roost.db`
