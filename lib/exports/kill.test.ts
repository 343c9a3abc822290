import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { db } from '../db/db'
import { env } from '../env'
import { storage } from '../storage/storage'
import { attachmentOf, insertPosts } from '../testing/exports'
import { aViewer } from '../testing/factories'
import { expireLeases } from '../testing/jobs'
import { startMailServer } from '../testing/mail-server'
import { startScript } from '../testing/run-script'
import { startExport } from './mutations'

/** The number of kills; KILL_ROUNDS=50 for a thorough run. */
const rounds = Number(process.env.KILL_ROUNDS ?? 5)
const members = Math.max(6, Math.round(rounds * 0.4))
const posts = 25

test(`every export arrives although the process that runs them is killed ${rounds} times [EXP-11]`, {
  timeout: 120_000 + rounds * 10_000,
}, async () => {
  const { url, mails } = await startMailServer()
  const ids: string[] = []
  for (let count = 0; count < members; count++) {
    const viewer = await aViewer()
    await insertPosts(viewer.id, posts)
    ids.push(await startExport(viewer, 'posts', 'en'))
  }
  const start = () =>
    startScript('lib/testing/run-exports.ts', [], {
      ...{ NODE_ENV: 'test', DATABASE_URL: String(process.env.DATABASE_URL), DATA_DIR: env.DATA_DIR },
      ...{ SMTP_URL: url, APP_URL: 'https://roost.example', EXPORT_STEP_DELAY_MS: '5' },
    })
  for (let round = 0; round < rounds; round++) {
    const { child, finished, kill } = start()
    await once(child.stdout, 'data')
    // An export takes about 200 ms, several times that on a busy machine.
    await delay(Math.random() * 1000)
    kill()
    await finished
    await expireLeases()
  }
  const { code, err } = await start().finished
  expect([code, err]).toEqual([0, ''])

  expect(await db.job.findMany()).toEqual([])
  const rows = await db.export.findMany({ select: { id: true, finishedAt: true, mailedAt: true } })
  expect(rows.filter(({ finishedAt, mailedAt }) => finishedAt && mailedAt)).toHaveLength(members)
  // A process killed between the reply of the mail server and the commit sends the mail again, with the same Message-ID.
  const idOf = (mail: string) => /^Message-ID: <([^@]+)@/m.exec(mail)?.[1]
  expect([...new Set(mails.map(idOf))].sort()).toEqual(ids.toSorted())
  expect(mails.length).toBeLessThanOrEqual(members + rounds)
  for (const mail of mails)
    expect(JSON.parse(attachmentOf(mail, 'posts.json').text).posts).toHaveLength(posts)
  for (const id of ids) {
    const file = JSON.parse(Buffer.from((await storage.get(`exports/${id}.json`)) ?? []).toString())
    expect(file.posts.map(({ body }: { body: string }) => body)).toEqual(
      Array.from({ length: posts }, (_, at) => `post ${at}`),
    )
  }
})
