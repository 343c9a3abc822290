import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { InfiniteScroll } from '@/components/ui/infinite-scroll'
import { Pager } from '@/components/ui/pager'
import { markNotificationsReadAction } from '@/lib/notifications/actions'
import type { NotificationKind } from '@/lib/notifications/schema'
import type { NotificationView } from '@/lib/notifications/view'
import type { Page } from '@/lib/page'
import { KindFilter } from './kind-filter'
import { KindSettings } from './kind-settings'
import { NotificationList } from './notification-list'

type Props = {
  page: Page<NotificationView>
  kind: NotificationKind | null
  unread: number
  enabled: NotificationKind[]
}

/** The notifications of the viewer with filter and settings. */
export function NotificationsScreen({ page, kind, unread, enabled }: Props) {
  const t = useTranslations('notifications')
  const hasUnread = unread > 0 || page.items.some((item) => item.unread)
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PageHeading title={t('title')} />
        {hasUnread && (
          <ButtonForm action={markNotificationsReadAction} focusAfter="main h1">
            <input type="hidden" name="notification" value="all" />
            <Button variant="secondary">{t('markAllRead')}</Button>
          </ButtonForm>
        )}
      </div>
      <KindFilter current={kind} />
      <FilteredList page={page} kind={kind} />
      <KindSettings enabled={enabled} />
    </>
  )
}

function FilteredList({ page, kind }: Pick<Props, 'page' | 'kind'>) {
  const t = useTranslations()
  if (page.items.length === 0 && !page.newer)
    return (
      <EmptyState title={t(kind ? 'notifications.emptyKind' : 'notifications.empty')}>
        <p className="text-quiet">{t('notifications.emptyHint')}</p>
      </EmptyState>
    )
  const withKind = (query: string | null) =>
    query && kind ? `?kind=${kind}${query === '?' ? '' : `&${query.slice(1)}`}` : query
  return (
    <>
      <NotificationList items={page.items} />
      <Pager path="/notifications" older={withKind(page.older)} newer={withKind(page.newer)} />
      {page.older && <InfiniteScroll older={page.older} />}
    </>
  )
}
