import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import Database from 'better-sqlite3'
import { SMTPServer } from 'smtp-server'
import { HttpMember } from './http-member'
import { startOwnServer } from './own-server'
import { temporaryDirectory } from './temporary-directory'

export const mailPassword = 'mail-s3cret-5'

type Entry = {
  level: number
  time: string
  event?: string
  requestId?: string
  path?: string
  route?: string
  err?: { type: string; message: string; stack: string; digest?: string }
}

export type BrokenServer = Awaited<ReturnType<typeof startBrokenServer>>

/** Starts a server on which every request that reads or writes tags fails, with a mail server and LOG_FILE. */
export async function startBrokenServer() {
  const dataDir = temporaryDirectory()
  const logFile = join(dataDir, 'logs', 'roost.log')
  const { smtp, port, mails } = await startMailServer()
  const own = await startOwnServer(dataDir, {
    // The server runs in production mode whatever the shell says.
    NODE_ENV: 'development',
    WEB_CONCURRENCY: '2',
    LOG_LEVEL: 'debug',
    LOG_FILE: logFile,
    ADMINS: 'ops@example.com',
    SMTP_URL: `smtp://roost:${mailPassword}@127.0.0.1:${port}`,
  })
  const inDatabase = <T>(work: (database: Database.Database) => T): T => {
    const database = new Database(join(dataDir, 'roost.db'))
    try {
      return work(database)
    } finally {
      database.close()
    }
  }
  const member = await HttpMember.signUp(own.url, 'ann')
  await member.post('Before the damage #done')
  inDatabase((database) => database.exec('ALTER TABLE post_tags RENAME TO moved_tags'))
  return {
    ...own,
    logFile,
    member,
    /** The mails that the server has sent. */
    mails,
    inDatabase,
    /** The entries of the log so far, from standard output. */
    logEntries: (): Entry[] =>
      own
        .output()
        .split('\n')
        // What follows the last line break is a line of which the rest has not arrived.
        .slice(0, -1)
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    async end() {
      await own.stop()
      await new Promise<void>((done) => smtp.close(done))
    },
  }
}

async function startMailServer() {
  const mails: string[] = []
  const smtp = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: (auth, _, done) =>
      done(auth.password === mailPassword ? null : new Error('Wrong.'), { user: auth.username }),
    onData: async (stream, _, done) => {
      mails.push(await text(stream))
      done(null)
    },
  })
  const listener = smtp.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return { smtp, mails, port: (listener.address() as AddressInfo).port }
}
