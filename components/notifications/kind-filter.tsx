import { useTranslations } from 'next-intl'
import { type NotificationKind, notificationKinds } from '@/lib/notifications/schema'

/** Links that filter the list by kind. */
export function KindFilter({ current }: { current: NotificationKind | null }) {
  const t = useTranslations('notifications')
  return (
    <nav aria-label={t('filters')} className="-mx-3 flex flex-wrap gap-1">
      <a href="/notifications" aria-current={current === null ? 'page' : undefined} className="pill">
        {t('all')}
      </a>
      {notificationKinds.map((kind) => (
        <a
          key={kind}
          href={`/notifications?kind=${kind}`}
          aria-current={current === kind ? 'page' : undefined}
          className="pill"
        >
          {t(`kinds.${kind}`)}
        </a>
      ))}
    </nav>
  )
}
