import { createTransport } from 'nodemailer'
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
    const reason = (error as Error).message.replace(/\s+/g, ' ')
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
    const reason = (error as Error).message
    return [problem('storage', `${place} fails: check the S3_ settings or the permissions (${reason}).`)]
  }
}

/** Sends a PING to Redis. */
export async function checkRedis(): Promise<Finding[]> {
  const { env } = await import('../../lib/env')
  if (!env.REDIS_URL) return [ok('redis', 'not used')]
  const { closeLimitStore, pingLimitStore } = await import('../../lib/rate-limit/redis-store')
  try {
    await pingLimitStore()
    return [ok('redis', 'answers')]
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const advice = code?.includes('CERT')
      ? 'No known authority has signed the certificate of Redis: REDIS_TLS=no-verify accepts it without a check'
      : 'Redis does not answer: start it, or correct REDIS_URL'
    return [problem('redis', `${advice} (${message}).`)]
  } finally {
    closeLimitStore()
  }
}
