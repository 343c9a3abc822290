import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotificationsScreen } from '@/components/notifications/notifications-screen'
import { getDigestSetting } from '@/lib/digests/queries'
import { env } from '@/lib/env'
import { getNotificationKinds, listNotifications, unreadNotifications } from '@/lib/notifications/queries'
import { kindParam } from '@/lib/notifications/schema'
import { parseCursor } from '@/lib/page'
import { firstParam } from '@/lib/request/search-params'
import { getLivePosition, requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('notifications')
  return { title: t('title') }
}

export default async function NotificationsPage({ searchParams }: PageProps<'/notifications'>) {
  const viewer = await requireViewer('/notifications')
  const query = await searchParams
  const kind = kindParam.parse(firstParam(query.kind) ?? null)
  const cursor = parseCursor(query)
  const position = await getLivePosition()
  const [page, unreadCount, enabled, digest] = await Promise.all([
    listNotifications(viewer, kind, cursor, env.POSTS_PER_PAGE),
    unreadNotifications(viewer),
    getNotificationKinds(viewer),
    getDigestSetting(viewer),
  ])
  const props = { page, kind, cursor, unreadCount, enabled, digest, position }
  return <NotificationsScreen {...props} />
}
