import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { db, transaction } from '../db/db'
import { env } from '../env'
import { exportJob, exportMailJob } from '../exports/jobs'
import type { JobDefinition } from '../jobs/definition'
import { JobRunner } from '../jobs/runner'
import { inOneMinute } from './jobs'

/** Runs the due jobs of exports. @returns how many have run */
export function runExports(jobs: unknown[] = [exportJob, exportMailJob]): Promise<number> {
  return new JobRunner(jobs as JobDefinition[]).drain(inOneMinute())
}

/** Inserts posts by plain rows, the first of them the oldest. */
export async function insertPosts(authorId: number, count: number, body = (at: number) => `post ${at}`) {
  const start = Date.UTC(2026, 0, 1)
  for (let from = 0; from < count; from += 1000) {
    const data = Array.from({ length: Math.min(1000, count - from) }, (_, index) => ({
      authorId,
      body: body(from + index),
      createdAt: new Date(start + (from + index) * 1000),
    }))
    await transaction((tx) => tx.post.createMany({ data }))
  }
}

/** The mails to a member that were written to files. */
export async function mailsTo({ username }: { username: string }): Promise<string[]> {
  const directory = join(env.DATA_DIR, 'mail')
  const names = await readdir(directory).catch(() => [])
  const mails = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))
  return mails.filter((mail) => mail.includes(`\nTo: ${username}@example.com\r`))
}

/** The part of a mail with this file name, decoded. */
export function attachmentOf(mail: string, filename: string): { type: string; text: string } {
  const part = mail.split(/^--[^\r\n]+\r\n/m).find((one) => one.includes(`filename=${filename}`)) ?? ''
  const [head = '', ...body] = part.split('\r\n\r\n')
  const type = /^Content-Type: ([^;\r]+)/im.exec(head)?.[1] ?? ''
  return { type, text: Buffer.from(body.join(''), 'base64').toString() }
}

/** The values of a member's progress signals, by export. */
export async function progressOf(userId: number): Promise<Record<string, number>> {
  const rows = await db.signal.findMany({ where: { userId, name: 'task_progress' } })
  return Object.fromEntries(rows.map(({ subject, payload }) => [subject, JSON.parse(payload).progress]))
}
