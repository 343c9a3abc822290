import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SuggestedPeople } from '@/app/suggestions'
import { InboxScreen } from '@/components/messages/inbox-screen'
import { env } from '@/lib/env'
import { listConversations } from '@/lib/messages/queries'
import { parseCursor } from '@/lib/page'
import { getLivePosition, requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('messages')
  return { title: t('title') }
}

export default async function InboxPage({ searchParams }: PageProps<'/messages'>) {
  const viewer = await requireViewer('/messages')
  const cursor = parseCursor(await searchParams)
  const page = await listConversations(viewer, cursor, env.POSTS_PER_PAGE)
  const suggestions = <SuggestedPeople viewer={viewer} />
  return (
    <InboxScreen suggestions={suggestions} page={page} cursor={cursor} position={await getLivePosition()} />
  )
}
