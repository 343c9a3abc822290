import { createTransport } from 'nodemailer'
import { unknownAuthority } from '../../lib/db/explain-error'
import { type Finding, ok, problem } from './finding'

/** Milliseconds. */
const timeouts = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 5000 }

/** Connects to the mail server and logs in. Sends nothing. */
export async function checkMail(): Promise<Finding[]> {
  const { env } = await import('../../lib/env')
  const { mailServer } = await import('../../lib/mail/mail-server')
  const server = mailServer(env)
  if (!server) return [ok('mail', 'No mail server is set: mail is written to files in the data directory.')]
  const where = `${server.host}:${server.port}`
  try {
    await createTransport({ ...server, ...timeouts }).verify()
    return [ok('mail', `${where} accepts the log-in; npm run mail:test -- ADDRESS sends a mail.`)]
  } catch (error) {
    const reason = reasonOf(error)
    return [problem('mail', `${where} refuses: correct SMTP_URL, or the MAIL_ settings (${reason}).`)]
  }
}

/** Writes, reads and deletes an object. */
export async function checkStorage(): Promise<Finding[]> {
  const { env } = await import('../../lib/env')
  const { probeStorage } = await import('../../lib/storage/probe')
  const place = env.S3_ENDPOINT && env.S3_BUCKET ? `the bucket ${env.S3_BUCKET}` : 'the data directory'
  try {
    if (await probeStorage()) return [ok('storage', `${place} stores, returns and deletes an object`)]
    return [problem('storage', `${place} returned another object than was stored: check S3_ENDPOINT.`)]
  } catch (error) {
    const reason = reasonOf(error)
    return [problem('storage', `${place} fails: check the S3_ settings or the permissions (${reason}).`)]
  }
}

/** Sends a PING to Redis, and stores a key that expires at once, as limits do. */
export async function checkRedis(): Promise<Finding[]> {
  const { env } = await import('../../lib/env')
  if (!env.REDIS_URL) return [ok('redis', 'not used')]
  const { closeLimitStore, limitStore, pingLimitStore } = await import('../../lib/rate-limit/redis-store')
  try {
    await pingLimitStore()
    await limitStore(env.REDIS_URL).set('roost:doctor', '1', 'PX', 1)
    return [ok('redis', 'answers, and stores a key')]
  } catch (error) {
    return [problem('redis', explainRedisError(error))]
  } finally {
    closeLimitStore()
  }
}

/** What to do about an error of Redis, whose own codes begin its messages. */
export function explainRedisError(error: unknown): string {
  const reason = reasonOf(error)
  if (/^(?:NOAUTH|WRONGPASS)/.test(reason))
    return 'Redis refuses the password: correct REDIS_URL, redis://:password@host:6379.'
  if (/^(?:READONLY|OOM|MISCONF|NOPERM)/.test(reason))
    return `Redis answers, but stores nothing: use a primary server with free memory (${reason}).`
  if (unknownAuthority.test((error as NodeJS.ErrnoException).code ?? ''))
    return `No known authority has signed the certificate of Redis: REDIS_TLS=no-verify accepts it without a check (${reason}).`
  return `Redis does not answer: start it, or correct REDIS_URL (${reason}).`
}

/** The message of an error in one line. That of fetch is only in its cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  const text = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : message
  return (text ?? message).replace(/\s+/g, ' ').trim()
}
