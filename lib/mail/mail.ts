import { env } from '../env'
import { fileMailer } from './file-mailer'
import { mailServer } from './mail-server'
import type { Mailer } from './message'
import { smtpMailer } from './smtp-mailer'

const server = mailServer(env)
const noReply = `no-reply@${env.APP_URL ? new URL(env.APP_URL).hostname : 'localhost'}`
const from = env.MAIL_FROM ?? `Roost <${env.ADMINS[0] ?? noReply}>`

/** A mail server when SMTP_URL or MAIL_SERVER is set, else files under the data directory. */
export const mailer: Mailer = server ? smtpMailer(server, from) : fileMailer(`${env.DATA_DIR}/mail`, from)
