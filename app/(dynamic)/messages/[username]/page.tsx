import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { OwnThread, ThreadScreen } from '@/components/messages/thread-screen'
import { env } from '@/lib/env'
import { newSubmissionKey } from '@/lib/http/submission-key'
import { getPartner, threadPage } from '@/lib/messages/queries'
import { parseCursor } from '@/lib/page'
import { readDraft } from '@/lib/request/drafts'
import { decodeSegment } from '@/lib/request/search-params'
import { requireViewer } from '@/lib/request/viewer'
import { nameOf } from '@/lib/users/view'

type Props = PageProps<'/messages/[username]'>

const load = cache(async (segment: string) => {
  const username = decodeSegment(segment)
  const viewer = await requireViewer(`/messages/${encodeURIComponent(username)}`)
  return { viewer, partner: (await getPartner(viewer, username)) ?? notFound() }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('messages')
  const { partner } = await load((await params).username)
  return { title: t('heading', { name: partner.deleted ? t('deletedAccount') : nameOf(partner) }) }
}

/** Rendering changes nothing: the open page marks the messages as read; without JavaScript it has a button for that. */
export default async function ThreadPage({ params, searchParams }: Props) {
  const { viewer, partner } = await load((await params).username)
  if (partner.own) return <OwnThread />
  const cursor = parseCursor(await searchParams)
  const draft = { member: viewer.id, form: 'message', place: `to-${partner.id}` }
  const [page, restored] = await Promise.all([
    threadPage(viewer, partner.id, cursor, env.POSTS_PER_PAGE),
    readDraft(draft),
  ])
  const form = {
    submission: newSubmissionKey(),
    max: env.MESSAGE_MAX_LENGTH,
    draft,
    restored: restored?.body,
  }
  return <ThreadScreen partner={partner} page={page} cursor={cursor} form={form} />
}
