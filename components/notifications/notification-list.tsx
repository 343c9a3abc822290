import { useLocale, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { RelativeTime } from '@/components/ui/relative-time'
import { UserPicture } from '@/components/users/user-picture'
import { markNotificationsReadAction } from '@/lib/notifications/actions'
import type { NotificationView } from '@/lib/notifications/view'
import { nameOf } from '@/lib/users/view'
import { ReadOnOpen } from './read-on-open'

/** A list of notifications. Marking as read is a form, because links must not change anything. */
export function NotificationList({ items }: { items: NotificationView[] }) {
  const now = new Date()
  const locale = useLocale()
  return (
    <>
      <ul data-list className="rounded-xl border border-line bg-card empty:hidden">
        {items.map((item) => (
          <Entry key={item.id} item={item} now={now} locale={locale} />
        ))}
      </ul>
      <ReadOnOpen />
    </>
  )
}

function Entry({ item, now, locale }: { item: NotificationView; now: Date; locale: string }) {
  const t = useTranslations('notifications')
  return (
    <li
      id={`notification-${item.id}`}
      data-unread-entry={item.unread || undefined}
      className="relative grid gap-1 border-b border-line py-3 pr-3 pl-5 last:border-b-0 data-unread-entry:before:absolute data-unread-entry:before:inset-y-3 data-unread-entry:before:left-1.5 data-unread-entry:before:w-1 data-unread-entry:before:rounded-full data-unread-entry:before:bg-accent"
    >
      <Pictures item={item} />
      <p className="[overflow-wrap:anywhere]">
        {item.unread && <span className="sr-only">{t('unread')} </span>}
        <a id={`opens-${item.id}`} href={item.href} data-opens={item.id} className="hover:underline">
          <Summary item={item} />
        </a>
      </p>
      {item.quote && (
        <p dir="auto" className="line-clamp-2 text-sm text-quiet [overflow-wrap:anywhere]">
          {item.quote}
        </p>
      )}
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 text-sm text-quiet">
        <RelativeTime date={item.at} now={now} locale={locale} />
        {item.unread && (
          <ButtonForm action={markNotificationsReadAction} focusAfter={`#opens-${item.id}`}>
            <input type="hidden" name="notification" value={item.id} />
            <Button variant="quiet">{t('markRead')}</Button>
          </ButtonForm>
        )}
      </div>
    </li>
  )
}

function Pictures({ item }: { item: NotificationView }) {
  if (item.actors.length === 0) return null
  return (
    <div className="flex gap-1" aria-hidden="true">
      {item.actors.map((actor) => (
        <UserPicture key={actor.id} user={actor} size={40} alt="" />
      ))}
    </div>
  )
}

/** A sentence such as "ana and 3 others liked your post". */
function Summary({ item: { kind, actors, others } }: { item: NotificationView }) {
  const t = useTranslations('notifications')
  const name = actors[0] ? nameOf(actors[0]) : ''
  const who = { name, others, b: (text: React.ReactNode) => <bdi className="font-semibold">{text}</bdi> }
  switch (kind) {
    case 'reply':
      return t.rich('reply', who)
    case 'mention':
      return t.rich('mention', who)
    case 'like':
      return t.rich('like', who)
    case 'follow':
      return t.rich('follow', who)
    case 'message':
      return t.rich('message', who)
    case 'export':
      return t('export')
  }
}
