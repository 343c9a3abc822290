import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { db } from '../lib/db/db'
import { env } from '../lib/env'
import { startExport } from '../lib/exports/mutations'
import { setDispatcher } from '../lib/jobs/dispatch'
import { addJob } from '../lib/jobs/enqueue'
import { redisDispatcher } from '../lib/jobs/redis-queue'
import { mailJob } from '../lib/mail/mail-job'
import { requestPasswordReset } from '../lib/recovery/mutations'
import { getResetAccount } from '../lib/recovery/queries'
import { eventually } from '../lib/testing/eventually'
import { attachmentOf, insertPosts } from '../lib/testing/exports'
import { aUser, aViewer } from '../lib/testing/factories'
import { expireLeases, makeDue } from '../lib/testing/jobs'
import { startMailServer } from '../lib/testing/mail-server'
import { redisServer, startRedis } from '../lib/testing/redis'
import { startScript } from '../lib/testing/run-script'
import { startSmtpServer } from '../lib/testing/smtp'
import { attributeOf, startTraceCollector } from '../lib/testing/trace-collector'
import { unusedPort } from './unused-port.mjs'

/** Kills per run; KILL_ROUNDS=50 for a thorough run. */
const rounds = Number(process.env.KILL_ROUNDS ?? 4)
/** 20 in the thorough run. */
const exports = Math.max(4, Math.round(rounds * 0.4))

async function startWorker(settings: Record<string, string>) {
  const { DATABASE_URL = '', AUTH_SECRET = '' } = process.env
  const worker = startScript('scripts/worker.ts', [], {
    ...{
      NODE_ENV: 'production',
      APP_URL: 'https://roost.example',
      DATABASE_URL,
      AUTH_SECRET,
      DATA_DIR: env.DATA_DIR,
    },
    ...settings,
  })
  const started = new Promise<void>((resolve) => {
    worker.child.stdout.on('data', (text) => String(text).includes('The worker is running') && resolve())
  })
  return { ...worker, started }
}

const addMail = (to: string) => addJob(mailJob, { to, subject: 'Hello', text: 'Hello\n' })
const mailsLeft = () => db.job.count({ where: { kind: 'mail' } })

test('runs waiting and new jobs, and stops after the running ones', async () => {
  const smtp = await startSmtpServer()
  await addMail('first@example.com')
  const { child, finished, started } = await startWorker({ SMTP_URL: smtp.url })
  await started
  await addMail('second@example.com')
  await eventually(() => expect(smtp.accepted.map(({ to }) => to)).toContain('second@example.com'))
  await eventually(async () => expect(await mailsLeft()).toBe(0))
  child.kill('SIGTERM')
  expect(await finished).toMatchObject({ code: 0 })
  expect(smtp.accepted).toHaveLength(2)
  // The recurring jobs wait for their next time.
  expect(await db.job.count({ where: { key: { startsWith: 'recurring:' } } })).toBeGreaterThan(0)
})

test('mails links that the web server accepts', async () => {
  const smtp = await startSmtpServer()
  const user = await aUser()
  await requestPasswordReset({ email: user.email }, 'en')
  await startWorker({ SMTP_URL: smtp.url })
  await eventually(() => expect(smtp.accepted).toHaveLength(1))
  const text = smtp.accepted[0]?.source.replace(/=\r\n/g, '').replaceAll('=3D', '=') ?? ''
  const token = /\/reset-password\/([\w.-]+)/.exec(text)?.[1] ?? ''
  expect(await getResetAccount(token)).toMatchObject({ username: user.username })
})

test('exports the spans of its jobs, at the latest when it stops', async () => {
  const smtp = await startSmtpServer()
  const collector = await startTraceCollector()
  onTestFinished(collector.stop)
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '600000' }
  const { child, finished } = await startWorker({ SMTP_URL: smtp.url, ...settings })
  const id = String(await addMail('ann@example.com'))
  await eventually(async () => expect(await mailsLeft()).toBe(0))
  child.kill('SIGTERM')
  expect(await finished).toMatchObject({ code: 0 })
  const job = collector.spans.find((span) => attributeOf(span, 'roost.job.id') === id)
  expect(job?.name).toBe('job mail')
  // A job polls and claims outside of its span.
  expect(collector.spans.every(({ name, parentSpanId }) => parentSpanId || name.startsWith('job '))).toBe(
    true,
  )
  expect(collector.received.join()).not.toContain('ann@example.com')
})

test('does not start without the secret of the web server', async () => {
  const { finished } = await startWorker({ AUTH_SECRET: '', DATA_DIR: join(env.DATA_DIR, 'empty') })
  const { code, err } = await finished
  expect(code).toBe(1)
  expect(err).toMatch(/^AUTH_SECRET is not set and [^\n]+\n$/)
})

test.each(['temporary-failure', 'disconnect'] as const)(
  'retries a mail after this behaviour of the mail server: %s',
  async (behaviour) => {
    const smtp = await startSmtpServer()
    smtp.state.behaviour = behaviour
    const id = String(await addMail('ann@example.com'))
    await startWorker({ SMTP_URL: smtp.url })
    await eventually(async () => {
      expect(await db.job.findUnique({ where: { id } })).toMatchObject({ attempts: 1, failedAt: null })
    })
    expect((await db.job.findUnique({ where: { id } }))?.lastError).toContain('The mail server 127.0.0.1')
    smtp.state.behaviour = 'accept'
    await makeDue()
    await eventually(() => expect(smtp.accepted).toHaveLength(1))
    expect(smtp.accepted[0]?.id).toBe(smtp.refused[0])
  },
)

test('does not retry a mail that the mail server rejects permanently, and keeps its row', async () => {
  const smtp = await startSmtpServer()
  smtp.state.behaviour = 'permanent-failure'
  const id = String(await addMail('ann@example.com'))
  await startWorker({ SMTP_URL: smtp.url })
  await eventually(async () => {
    expect((await db.job.findUnique({ where: { id } }))?.failedAt).not.toBeNull()
  })
  expect(smtp.refused).toHaveLength(1)
})

test('sends every mail when workers are killed at random', {
  timeout: 120_000 + rounds * 10_000,
}, async () => {
  const smtp = await startSmtpServer()
  for (let count = 0; count < 20; count++) await addMail(`member-${count}@example.com`)
  for (let round = 0; round < rounds; round++) {
    const { kill, started, finished } = await startWorker({ SMTP_URL: smtp.url })
    await started
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
    kill()
    await finished
    await expireLeases()
  }
  await startWorker({ SMTP_URL: smtp.url })
  await eventually(async () => expect(await mailsLeft()).toBe(0))
  const received = new Map(smtp.accepted.map(({ id, to }) => [id, to]))
  expect(received.size).toBe(20)
  expect(new Set(received.values()).size).toBe(20)
})

describe.runIf(redisServer)('with Redis', () => {
  test('starts announced jobs at once, and those announced while Redis was down at the next poll', async () => {
    const smtp = await startSmtpServer()
    const port = await unusedPort()
    const stopRedis = await startRedis(port)
    const url = `redis://127.0.0.1:${port}`
    const { child, started, finished } = await startWorker({ SMTP_URL: smtp.url, REDIS_URL: url })
    await started
    const dispatcher = redisDispatcher(url)
    setDispatcher(dispatcher)
    onTestFinished(async () => {
      setDispatcher(null)
      await dispatcher.close()
    })
    await addMail('first@example.com')
    // Less than the interval of polls with Redis.
    await vi.waitFor(() => expect(smtp.accepted).toHaveLength(1), { timeout: 4000 })
    await stopRedis()
    await addMail('second@example.com')
    await eventually(() => expect(smtp.accepted).toHaveLength(2))
    await startRedis(port)
    await addMail('third@example.com')
    await eventually(() => expect(smtp.accepted).toHaveLength(3))
    expect(new Set(smtp.accepted.map(({ id }) => id)).size).toBe(3)
    await eventually(async () => expect(await mailsLeft()).toBe(0))
    // The limit of mails to one address is counted in Redis.
    await requestPasswordReset({ email: (await aUser()).email }, 'en')
    await eventually(() => expect(smtp.accepted).toHaveLength(4))
    child.kill('SIGTERM')
    expect(await finished).toMatchObject({ code: 0 })
  })

  test('finishes every export when workers are killed at random and Redis restarts', {
    timeout: 120_000 + rounds * 10_000,
  }, async () => {
    const { url, mails } = await startMailServer()
    const port = await unusedPort()
    let stopRedis = await startRedis(port)
    const settings = {
      SMTP_URL: url,
      REDIS_URL: `redis://127.0.0.1:${port}`,
      EXPORT_STEP_DELAY_MS: '5',
    }
    const ids: string[] = []
    for (let count = 0; count < exports; count++) {
      const viewer = await aViewer()
      await insertPosts(viewer.id, 25)
      ids.push(await startExport(viewer, 'posts', 'en'))
    }
    let finishedBefore: string[] = []
    for (let round = 0; round < rounds; round++) {
      const { kill, started, finished } = await startWorker(settings)
      await started
      if (round % 2 === 1) await stopRedis()
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 1000))
      kill()
      await finished
      if (round % 2 === 1) stopRedis = await startRedis(port)
      const rows = await db.export.findMany()
      for (const { done, total } of rows) expect(done).toBeLessThanOrEqual(total)
      const finishedNow = rows.filter(({ finishedAt }) => finishedAt).map(({ id }) => id)
      expect(finishedNow).toEqual(expect.arrayContaining(finishedBefore))
      finishedBefore = finishedNow
      await expireLeases()
    }
    await startWorker(settings)
    const unfinished = () => db.export.count({ where: { OR: [{ finishedAt: null }, { mailedAt: null }] } })
    await eventually(async () => expect(await unfinished()).toBe(0))
    const idOf = (mail: string) => /^Message-ID: <([^@]+)@/m.exec(mail)?.[1]
    expect([...new Set(mails.map(idOf))].sort()).toEqual(ids.toSorted())
    for (const mail of mails) expect(JSON.parse(attachmentOf(mail, 'posts.json').text).posts).toHaveLength(25)
  })
})
