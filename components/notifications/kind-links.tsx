import { useTranslations } from 'next-intl'
import { type NotificationKind, notificationKinds } from '@/lib/notifications/schema'

const link =
  'inline-flex min-h-11 items-center rounded-full px-3 text-sm font-semibold text-quiet hover:bg-sunk hover:text-ink aria-[current=page]:bg-sunk aria-[current=page]:text-ink'

/** Narrows the list to one kind. */
export function KindLinks({ current }: { current: NotificationKind | null }) {
  const t = useTranslations('notifications')
  return (
    <nav aria-label={t('filters')} className="-mx-3 flex flex-wrap">
      <a href="/notifications" aria-current={current === null ? 'page' : undefined} className={link}>
        {t('all')}
      </a>
      {notificationKinds.map((kind) => (
        <a
          key={kind}
          href={`/notifications?kind=${kind}`}
          aria-current={current === kind ? 'page' : undefined}
          className={link}
        >
          {t(`kinds.${kind}`)}
        </a>
      ))}
    </nav>
  )
}
