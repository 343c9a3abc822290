import { Icon, type IconName } from '@/components/ui/icon'
import { RelativeTime } from '@/components/ui/relative-time'
import { UserPicture } from '@/components/users/user-picture'
import type { NotificationKind } from '@/lib/notifications/schema'
import type { NotificationView } from '@/lib/notifications/view'
import { MarkReadForm } from './mark-read-form'
import { NotificationSentence } from './notification-sentence'
import type { NotificationTexts } from './notification-texts'

const icons: Record<NotificationKind, IconName> = {
  reply: 'reply',
  mention: 'mention',
  like: 'like-on',
  follow: 'follow',
  export: 'check',
}

type Props = {
  notification: NotificationView
  /** Whether it is highlighted: it was unread when the page showed it first. */
  isNew: boolean
  text: NotificationTexts
}

/** A notification in a list. */
export function NotificationRow({ notification, isNew, text }: Props) {
  const { id, href, quote, at, unread } = notification
  return (
    <li id={`notification-${id}`} data-unread-entry={isNew || undefined} className="notification">
      <Icon name={icons[notification.kind]} />
      <Pictures notification={notification} />
      <p>
        {isNew && <span className="sr-only">{text.new} </span>}
        <a href={href} className="hover:underline">
          <NotificationSentence notification={notification} text={text} />
        </a>
      </p>
      <RelativeTime date={at} />
      {quote && <p dir="auto">{quote}</p>}
      {unread && (
        <MarkReadForm notification={id}>
          <button type="submit" aria-label={text.markRead} title={text.markRead} className="round-button">
            <Icon name="check" />
          </button>
        </MarkReadForm>
      )}
    </li>
  )
}

function Pictures({ notification: { actors } }: { notification: NotificationView }) {
  if (actors.length === 0) return null
  return (
    <div className="pictures" aria-hidden="true">
      {actors.slice(0, 2).map((actor) => (
        <UserPicture key={actor.id} user={actor} size={40} alt="" />
      ))}
    </div>
  )
}
