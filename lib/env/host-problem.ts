import type { Env } from '../env'

/** What a serverless host needs, because its processes share neither files nor timers. */
const required = [
  'APP_URL',
  'CRON_SECRET',
  'S3_ENDPOINT',
  'S3_BUCKET',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
] as const

/**
 * Why Roost cannot run on this host with these settings, in one line, or null. These settings are optional on hosts
 * that do not run functions.
 */
export function findHostProblem(env: Env): string | null {
  if (!env.functionHost) return null
  const missing: string[] = required.filter((name) => !env[name])
  if (!env.DATABASE_URL?.startsWith('postgresql:')) missing.unshift('DATABASE_URL (of a PostgreSQL database)')
  if (!env.SMTP_URL && !env.MAIL_SERVER) missing.push('SMTP_URL')
  if (missing.length === 0) return null
  return `${env.functionHost} keeps no files, so these settings are required: ${missing.join(', ')}. docs/deploy-serverless.md explains them.`
}
