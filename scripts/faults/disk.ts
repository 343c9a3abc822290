import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SetupError } from '../settings.mjs'
import { describeLatencies, describeStatuses } from './load'
import { Member, type Outcome } from './member'
import { uploadPicture } from './picture'
import { pause } from './processes'
import { Report } from './report'
import { common, listens, migrate, newWeb } from './stack'

/** Milliseconds for which the disk is full. */
const period = 20_000

/** Fills the disk under SQLite, the uploads and the log of one server, and frees it again. */
export async function fillDisk(): Promise<Report> {
  if (process.getuid?.() !== 0) throw new SetupError('This mounts a file system, which only root can do.')
  const report = new Report('The disk is full (SQLite, uploads and LOG_FILE)')
  const directory = mkdtempSync(join(tmpdir(), 'roost-disk-'))
  const dataDir = join(directory, 'disk')
  mkdirSync(dataDir)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', dataDir])
  const url = `file:${dataDir}/roost.db`
  const env = { ...common(dataDir, url), LOG_FILE: join(dataDir, 'roost.log') }
  try {
    migrate(env)
    const web = await newWeb(env, 'web', join(directory, 'web.log'))
    await web.process.start(() => listens(web.port))
    try {
      await fillWhileWriting(report, web.origin, dataDir)
      report.add('the process does not end', web.process.unexpectedExits === 0, web.process.unexpectedExits)
    } finally {
      await web.process.end('SIGTERM')
    }
    const database = new Database(join(dataDir, 'roost.db'))
    const check = database.pragma('integrity_check', { simple: true })
    const broken = (database.pragma('foreign_key_check') as unknown[]).length
    report.add('the database is not corrupt', check === 'ok' && broken === 0, `integrity_check: ${check}`)
    database.close()
  } finally {
    execFileSync('umount', ['-l', dataDir])
    if (process.env.FAULTS_KEEP) console.error(`The log is in ${directory}.`)
    else rmSync(directory, { recursive: true, force: true })
  }
  return report
}

async function fillWhileWriting(report: Report, origin: string, dataDir: string): Promise<void> {
  const [ann, ben] = [new Member(origin, 'fault_1'), new Member(origin, 'fault_2')]
  for (const member of [ann, ben]) {
    await member.signUp()
    await member.post()
  }
  await uploadPicture(ann)
  const from = Date.now()
  fill(join(dataDir, 'filler'))
  while (Date.now() - from < period) {
    await ann.post()
    await ben.message(ann.username)
    await uploadPicture(ann)
    for (const path of ['/', '/explore', '/posts/1', '/api/health'])
      await (await ann.get(path))?.arrayBuffer().catch(() => null)
    await pause(200)
  }
  const to = Date.now()
  rmSync(join(dataDir, 'filler'))
  const during = [ann, ben].flatMap(({ outcomes }) => outcomes.filter(({ at }) => at >= from && at < to))
  const [reads, writes] = [
    during.filter((one) => one.method === 'GET'),
    during.filter((one) => one.method === 'POST'),
  ]
  report.add(
    'reading continues',
    reads.length > 0 && reads.every(({ status, path }) => status === 200 || path === '/api/health'),
    describeStatuses(reads),
  )
  report.add(
    'a write succeeds, or is refused with 503 and Retry-After',
    writes.length > 0 && writes.every(isClear) && writes.some(({ status }) => status === 503),
    `${describeStatuses(writes)}; ${describeLatencies(writes)}`,
  )
  const started = Date.now()
  const posted = ann.acknowledged.posts.length
  while (ann.acknowledged.posts.length === posted && Date.now() - started < 30_000) {
    await ann.post()
    await pause(100)
  }
  const upload = await uploadPicture(ann)
  report.add(
    'writing works within 5 s after space is freed',
    Date.now() - started < 5000 && upload?.status === 303,
    `${Date.now() - started} ms, upload ${upload?.status}`,
  )
  const database = new Database(join(dataDir, 'roost.db'), { readonly: true })
  const stored = new Set(
    database.prepare('SELECT body FROM posts UNION ALL SELECT body FROM messages').pluck().all() as string[],
  )
  database.close()
  const wanted = [ann, ben].flatMap(({ acknowledged }) => [...acknowledged.posts, ...acknowledged.messages])
  const lost = wanted.filter((body) => !stored.has(body)).length
  report.add('no acknowledged write is lost', lost === 0, `${lost} of ${wanted.length}`)
}

const isClear = ({ status, retryAfter }: Outcome) =>
  [200, 303].includes(status) || (status === 503 && retryAfter !== null)

/** Writes a file until the disk is full. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (const size of [1_048_576, 65_536, 4096]) fillWith(file, Buffer.alloc(size, 'x'))
  } finally {
    closeSync(file)
  }
}

function fillWith(file: number, block: Buffer): void {
  try {
    for (;;) if (writeSync(file, block) < block.length) return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
