import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { log } from '../log/log'
import { type Mailer, toMessage } from './message'

/** The time in the name of the latest mail of this process. */
let latest = 0

/** The time for the name of a mail. Mails of one millisecond get different ones, because names are sorted. */
function nextTime(): Date {
  latest = Math.max(Date.now(), latest + 1)
  return new Date(latest)
}

/** Writes each mail as a file that email clients open. Only this user may read them: they hold links that log in. */
export function fileMailer(directory: string, from: string): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    async send(mail) {
      const { message } = await composer.sendMail(toMessage(mail, from))
      const name = `${nextTime().toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.eml`
      const path = join(directory, name)
      await mkdir(directory, { recursive: true, mode: 0o700 })
      await writeFile(path, message as Buffer, { mode: 0o600, flag: 'wx' })
      log.info({ event: 'mail.written', path }, 'mail written to a file')
      return path
    },
  }
}
