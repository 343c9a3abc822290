import { db } from '../db/db'
import { type LiveEvent, subscribe } from '../events/events'
import { sendMessage } from '../messages/mutations'
import { listConversations, threadPage } from '../messages/queries'
import type { Page } from '../page'
import type { Viewer } from '../viewer'
import { aViewer } from './factories'

/** Ann, Bob and Eve. */
export async function annBobAndEve() {
  return [
    await aViewer({ username: 'Ann' }),
    await aViewer({ username: 'Bob' }),
    await aViewer({ username: 'Eve' }),
  ] as const
}

export function send(from: Viewer, to: Viewer, body = 'Hello', submission?: string) {
  return sendMessage(from, { to: to.username, body, submission })
}

export function bodies(page: Page<{ body: string }>) {
  return page.items.map(({ body }) => body)
}
export async function thread(viewer: Viewer, partner: Viewer) {
  return bodies(await threadPage(viewer, partner.id, null, 100))
}
export async function inbox(viewer: Viewer) {
  return (await listConversations(viewer, null, 100)).items.map(({ partner, excerpt, own, unread }) => [
    partner.username,
    own ? `You: ${excerpt}` : excerpt,
    unread,
  ])
}
export async function signalsOf(viewer: Viewer) {
  return (await db.signal.findMany({ where: { userId: viewer.id }, orderBy: { position: 'asc' } })).map(
    ({ name, subject, payload }) => [name, subject, JSON.parse(payload)],
  )
}
/** The events that are published while `work` runs. */
export async function eventsDuring(work: () => Promise<unknown>): Promise<LiveEvent[]> {
  const events: LiveEvent[] = []
  const stop = subscribe((event) => events.push(event))
  await work()
  stop()
  return events
}
