import { setTimeout as delay } from 'node:timers/promises'
import { countArchive, writeArchive } from '../archives/jobs'
import { env } from '../env'
import { absoluteUrl } from '../http/absolute-url'
import { defaultLocale, isLocale, type Locale } from '../i18n/locales'
import { translatorFor } from '../i18n/translator'
import { defineJob } from '../jobs/definition'
import { deliver } from '../mail/mail-job'
import type { Mail } from '../mail/message'
import { storage } from '../storage/storage'
import { jsonList } from '../text/json-list'
import { z } from '../zod'
import { failExport, finishExport, purgeExports, recordMail, recordProgress } from './mutations'
import { exportFiles, isAttached, storageNameOf } from './policy'
import { countPosts, findExportToMail, findExportToRun, readPosts } from './queries'
import { exportMailTask, exportTask } from './schema'

/** Milliseconds between two records of the progress. */
const progressInterval = 300

/** Called with the number of entries that were written since the last call. */
type OnDone = (count: number) => Promise<void>

type Running = NonNullable<Awaited<ReturnType<typeof findExportToRun>>>

/** The content of each kind of file, and the number of entries. */
const contents = {
  posts: { count: countPosts, write: ({ userId }: Running, onDone: OnDone) => postsFile(userId, onDone) },
  archive: {
    count: countArchive,
    write: ({ userId, locale }: Running, onDone: OnDone) => writeArchive(userId, languageOf(locale), onDone),
  },
}

/** Writes the file of an export. A repeated run starts again: the file is written atomically. */
export const exportJob = defineJob({
  ...exportTask,
  maxAttempts: 3,
  isLong: true,
  async run(_, { id, signal }) {
    const running = await findExportToRun(id)
    if (!running) return
    const { count, write } = contents[running.kind]
    const total = await count(running.userId)
    await recordProgress(running, 0, total)
    let done = 0
    let recordedAt = Date.now()
    const chunks = write(running, async (count) => {
      signal.throwIfAborted()
      done += count
      if (Date.now() - recordedAt < progressInterval) return
      await recordProgress(running, done, total)
      recordedAt = Date.now()
    })
    const { contentType } = exportFiles[running.kind]
    const size = await storage.putStream(storageNameOf(running), chunks, contentType)
    await finishExport(running, total, size)
  },
  onFailed: (_, { id }) => failExport(id),
})

/** posts.json, in the format of the Flask microblogs. */
function postsFile(userId: number, onDone: OnDone): AsyncIterable<string> {
  async function* entries() {
    for await (const page of readPosts(userId)) {
      for (const _ of page) {
        if (env.EXPORT_STEP_DELAY_MS > 0) await delay(env.EXPORT_STEP_DELAY_MS)
        await onDone(1)
      }
      yield page.map(({ body, createdAt }) => ({ body, timestamp: createdAt.toISOString() }))
    }
  }
  return jsonList('posts', entries())
}

const languageOf = (...locales: (string | null)[]): Locale => locales.find(isLocale) ?? defaultLocale

/** Sends the mail about a finished export, in the language of the member. */
export const exportMailJob = defineJob({
  ...exportMailTask,
  maxAttempts: 12,
  async run({ exportId }) {
    const found = await findExportToMail(exportId)
    if (!found) return
    await deliver({ ...(await exportMail(found)), id: found.id })
    await recordMail(found.id)
  },
})

type ExportToMail = NonNullable<Awaited<ReturnType<typeof findExportToMail>>>

async function exportMail({ id, kind, size, expiresAt, user, locale }: ExportToMail): Promise<Mail> {
  const language = languageOf(user.locale, locale)
  const t = translatorFor(language, 'exports')
  const stream = isAttached({ kind, size }) ? await storage.open(storageNameOf({ id, kind })) : null
  const { name: filename, contentType } = exportFiles[kind]
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(expiresAt)
  const lines = [
    t('mailHello', { name: user.username }),
    t(kind === 'posts' ? 'mailPosts' : 'mailArchive'),
    ...(stream ? [t('mailAttached', { filename })] : []),
    t('mailDownload', { date, url: absoluteUrl('/account/data') }),
  ]
  return {
    to: user.email,
    subject: t(kind === 'posts' ? 'mailPostsSubject' : 'mailArchiveSubject'),
    text: `${lines.join('\n\n')}\n`,
    ...(stream && {
      attachments: [
        { filename, contentType, content: new Uint8Array(await new Response(stream).arrayBuffer()) },
      ],
    }),
  }
}

/** Deletes the files of expired exports. */
export const purgeExportsJob = defineJob({
  kind: 'purge-exports',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 60,
  run: () => purgeExports(),
})
