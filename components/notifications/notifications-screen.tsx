import { useTranslations } from 'next-intl'
import { DigestSettings } from '@/components/digests/digest-settings'
import { EmptyState } from '@/components/ui/empty-state'
import { usePagerTexts } from '@/components/ui/pager-texts'
import type { DigestSetting } from '@/lib/digests/view'
import type { NotificationKind } from '@/lib/notifications/schema'
import type { NotificationView } from '@/lib/notifications/view'
import type { Cursor, Page } from '@/lib/page'
import { KindFilter } from './kind-filter'
import { KindSettings } from './kind-settings'
import { LiveNotifications } from './live-notifications'
import { useNotificationTexts } from './notification-texts'

type Props = {
  page: Page<NotificationView>
  kind: NotificationKind | null
  cursor: Cursor | null
  unreadCount: number
  enabled: NotificationKind[]
  digest: DigestSetting
  /** The position from which the rendered page receives events (getLivePosition). */
  position: string | null
}

/** The notifications of the viewer with filter and settings. */
export function NotificationsScreen({ page, kind, cursor, unreadCount, enabled, digest, position }: Props) {
  const t = useTranslations('notifications')
  const text = useNotificationTexts()
  const pagerTexts = usePagerTexts()
  return (
    <>
      <LiveNotifications
        // Each kind and page has its own list state.
        key={JSON.stringify([kind, cursor])}
        initial={page}
        kind={kind}
        isFirst={cursor === null}
        position={position}
        unreadCount={unreadCount}
        text={text}
        pagerTexts={pagerTexts}
        filter={<KindFilter current={kind} />}
        empty={
          <EmptyState title={t(kind ? 'emptyKind' : 'empty')}>
            <p className="text-quiet">{t('emptyHint')}</p>
          </EmptyState>
        }
      />
      <KindSettings enabled={enabled} />
      <DigestSettings {...digest} />
    </>
  )
}
