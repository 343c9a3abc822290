import { isIP } from 'node:net'
import type { Env } from '../env'

/** The SMTP server and how to connect to it. */
export type MailServer = {
  host: string
  port: number
  /** Connects with TLS, without STARTTLS. */
  secure: boolean
  /** Sends nothing unless the server offers STARTTLS. */
  requireTLS: boolean
  auth?: { user: string; pass: string }
}

type Settings = Pick<
  Env,
  'SMTP_URL' | 'MAIL_SERVER' | 'MAIL_PORT' | 'MAIL_USE_TLS' | 'MAIL_USERNAME' | 'MAIL_PASSWORD'
>

/** The server of SMTP_URL, or else of MAIL_SERVER and related settings; null to write mails to files. */
export function mailServer(env: Settings): MailServer | null {
  if (env.SMTP_URL) {
    const { protocol, hostname, port, username, password } = new URL(env.SMTP_URL)
    const secure = protocol === 'smtps:'
    return complete({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (secure ? 465 : 587),
      secure,
      requireTLS: false,
      auth: credentials(decodeURIComponent(username), decodeURIComponent(password)),
    })
  }
  if (!env.MAIL_SERVER) return null
  return complete({
    host: env.MAIL_SERVER,
    port: env.MAIL_PORT,
    secure: env.MAIL_PORT === 465,
    requireTLS: env.MAIL_USE_TLS,
    auth: credentials(env.MAIL_USERNAME, env.MAIL_PASSWORD),
  })
}

const credentials = (user = '', pass = '') => (user ? { user, pass } : undefined)

/** Requires TLS when a password is sent to another machine. */
function complete(server: MailServer): MailServer {
  const leaves = server.auth !== undefined && !isLoopback(server.host)
  return { ...server, requireTLS: !server.secure && (server.requireTLS || leaves) }
}

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
