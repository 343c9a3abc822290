import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inDatabase } from './database'

/** Inserts posts of a member, a minute apart. An export pauses after each of them (playwright.config.ts). */
export function insertPosts(username: string, bodies: string[]): void {
  inDatabase((db) => {
    const insert = db.prepare(
      'INSERT INTO posts (author_id, body, created_at) SELECT id, ?, ? FROM users WHERE username = ?',
    )
    for (const [minute, body] of bodies.entries()) insert.run(body, timeOf(minute), username)
  })
}

/** The files of the mails that the server under test has written to a member. */
export async function mailsTo(email: string): Promise<string[]> {
  const directory = join(process.env.E2E_DATA_DIR as string, 'mail')
  const names = await readdir(directory).catch(() => [])
  const mails = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))
  return mails.filter((mail) => mail.includes(`\nTo: ${email}\r`))
}

/** A time as Prisma writes it to SQLite. */
const timeOf = (minute: number) =>
  new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString().replace('Z', '+00:00')
