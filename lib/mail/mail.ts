import { env } from '../env'
import { metrics } from '../metrics/current'
import { fileMailer } from './file-mailer'
import { mailServer } from './mail-server'
import { type Mailer, RejectedMailError } from './message'
import { smtpMailer } from './smtp-mailer'

const server = mailServer(env)
const noReply = `no-reply@${env.APP_URL ? new URL(env.APP_URL).hostname : 'localhost'}`
const from = env.MAIL_FROM ?? `Roost <${env.ADMINS[0] ?? noReply}>`

/** A mail server when SMTP_URL or MAIL_SERVER is set, else files under the data directory. */
export const mailer: Mailer = withMetrics(
  server ? smtpMailer(server, from) : fileMailer(`${env.DATA_DIR}/mail`, from),
)

function withMetrics({ send }: Mailer): Mailer {
  return {
    async send(mail) {
      try {
        const response = await send(mail)
        metrics()?.recordMail('sent')
        return response
      } catch (error) {
        metrics()?.recordMail(error instanceof RejectedMailError ? 'rejected' : 'failed')
        throw error
      }
    },
  }
}
