import { createTransport } from 'nodemailer'
import { log } from '../log/log'
import type { MailServer } from './mail-server'
import { type Mailer, RejectedMailError, toMessage } from './message'

/** Milliseconds. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Sends each mail on its own connection. */
export function smtpMailer(server: MailServer, from: string): Mailer {
  const transport = createTransport({ ...server, ...timeouts })
  return {
    async send(mail) {
      const message = toMessage(mail, from)
      try {
        const { response } = await transport.sendMail(message)
        log.info({ event: 'mail.sent', response }, 'mail sent')
        return response
      } catch (error) {
        const text = explainMailError(error as MailError, server)
        if (isRejection(error as MailError)) throw new RejectedMailError(text, { cause: error })
        throw new Error(text, { cause: error })
      }
    },
  }
}

type MailError = Error & {
  code?: string
  originalCode?: string
  response?: string
  responseCode?: number
  command?: string
}

/**
 * A 5xx reply to the recipient or the content. Not a rejected sender or password: the operator can fix those, so the mail
 * is retried.
 */
const isRejection = ({ responseCode = 0, command }: MailError) =>
  responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA')

/** The error in one line, with what to do next. Never contains the password. */
function explainMailError({ code, originalCode, response, message }: MailError, server: MailServer): string {
  const where = `The mail server ${server.host}:${server.port}`
  const said = (response ?? message).replace(/\s+/g, ' ').trim()
  if (/CERT|SELF_SIGNED|ISSUER|^ERR_TLS/.test(originalCode ?? ''))
    return `${where} has a certificate that is not trusted here: renew it, or name the server as the certificate does (${originalCode}).`
  switch (code) {
    case 'EDNS':
      return `${where} is unknown: correct the host in SMTP_URL or MAIL_SERVER.`
    case 'EAUTH':
    case 'ENOAUTH':
      return `${where} rejects the user or password: correct them in SMTP_URL, or MAIL_USERNAME and MAIL_PASSWORD (${said}).`
    case 'ETLS':
      return `${where} does not offer STARTTLS: use smtps:// or port 465 if it requires TLS from the start, else ask its operator (${said}).`
    case 'EENVELOPE':
      return `${where} rejects the sender or the recipient: correct MAIL_FROM or the address (${said}).`
    case 'ESOCKET':
    case 'ECONNECTION':
    case 'ETIMEDOUT':
      return `${where} does not answer: start it, or correct SMTP_URL, or MAIL_SERVER and MAIL_PORT (${originalCode ?? said}).`
    default:
      return `${where} did not accept the mail: ${said}`
  }
}
