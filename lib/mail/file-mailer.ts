import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { log } from '../log/log'
import { type Mailer, toMessage } from './message'

/** Writes each mail as a file that email clients open. Only this user may read them: they hold links that log in. */
export function fileMailer(directory: string, from: string): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    async send(mail) {
      const { message } = await composer.sendMail(toMessage(mail, from))
      const name = `${new Date().toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.eml`
      const path = join(directory, name)
      await mkdir(directory, { recursive: true, mode: 0o700 })
      await writeFile(path, message as Buffer, { mode: 0o600, flag: 'wx' })
      log.info({ event: 'mail.written', path }, 'mail written to a file')
      return path
    },
  }
}
