'use client'

import { startTransition, useRef } from 'react'
import { focusElement } from '@/components/ui/focus'
import { Icon, type IconName } from '@/components/ui/icon'
import { RelativeTime } from '@/components/ui/relative-time'
import { callAction } from '@/components/ui/use-form-action'
import { UserPicture } from '@/components/users/user-picture'
import { markNotificationsReadAction } from '@/lib/notifications/actions'
import type { NotificationKind } from '@/lib/notifications/schema'
import type { NotificationView } from '@/lib/notifications/view'
import { MarkReadForm } from './mark-read-form'
import { isUnread, showAsRead, showAsUnread } from './notification-changes'
import { NotificationSentence } from './notification-sentence'
import type { NotificationTexts } from './notification-texts'

const icons: Record<NotificationKind, IconName> = {
  reply: 'reply',
  mention: 'mention',
  like: 'like-on',
  follow: 'follow',
  export: 'check',
}

type Props = { notification: NotificationView; text: NotificationTexts }

/** A notification in a list. It is marked as read by its button, or when its link is opened with JavaScript. */
export function NotificationRow({ notification, text }: Props) {
  const link = useRef<HTMLAnchorElement>(null)
  const unread = isUnread(notification)
  const { id, href, quote, at } = notification
  return (
    <li id={`notification-${id}`} data-unread-entry={unread || undefined} className="notification">
      <Icon name={icons[notification.kind]} />
      <Pictures notification={notification} />
      <p>
        {unread && <span className="sr-only">{text.unread} </span>}
        <a
          ref={link}
          href={href}
          onClick={() => markOpened(notification)}
          onAuxClick={({ button }) => {
            if (button === middleButton) markOpened(notification)
          }}
          className="hover:underline"
        >
          <NotificationSentence notification={notification} text={text} />
        </a>
      </p>
      <RelativeTime date={at} />
      {quote && <p dir="auto">{quote}</p>}
      {notification.unread && (
        <MarkReadForm notification={id} unread={[notification]} onSend={() => focusElement(link.current)}>
          {unread && (
            <button type="submit" aria-label={text.markRead} title={text.markRead} className="round-button">
              <Icon name="check" />
            </button>
          )}
        </MarkReadForm>
      )}
    </li>
  )
}

const middleButton = 1

/** Marks a notification as read whose link is opened. The server finishes the action after this page is left. */
function markOpened(notification: NotificationView): void {
  if (!isUnread(notification)) return
  showAsRead([notification])
  const form = new FormData()
  form.set('notification', String(notification.id))
  startTransition(async () => {
    // Fails by a redirect after the session has ended; the page of the link shows that too.
    const state = await callAction(markNotificationsReadAction, form).catch(() => null)
    if (!state?.ok) showAsUnread([notification])
  })
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
