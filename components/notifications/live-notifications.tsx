'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { BeforeUpdate, keepScrollPosition } from '@/components/ui/before-update'
import { Button } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { findMainHeading, focusElement } from '@/components/ui/focus'
import { ListEnd } from '@/components/ui/list-end'
import { onLiveEvent } from '@/components/ui/live-events'
import type { PagerTexts } from '@/components/ui/pager'
import { useList } from '@/components/ui/use-list'
import { useNewest } from '@/components/ui/use-newest'
import type { NotificationView } from '@/lib/notifications/view'
import type { Page } from '@/lib/page'
import { MarkReadForm } from './mark-read-form'
import { currentNotifications, isUnread, notificationChanges } from './notification-changes'
import { NotificationRow } from './notification-row'
import type { NotificationTexts } from './notification-texts'

/** The signal with the number of unread notifications. It is sent with every change of a notification. */
const countSignal = 'unread_notification_count'
const signals = [countSignal]

const options = { current: currentNotifications, timeOf: ({ at }: NotificationView) => at }

type Props = {
  initial: Page<NotificationView>
  path: string
  /** Whether the page begins with the latest notification. */
  isFirst: boolean
  unreadCount: number
  text: NotificationTexts
  pagerTexts: PagerTexts
  filter: ReactNode
  empty: ReactNode
}

/** The heading of the notifications and their list, which grows while it is scrolled and shows new ones at once. */
export function LiveNotifications({
  initial,
  path,
  isFirst,
  text,
  pagerTexts,
  filter,
  empty,
  ...rest
}: Props) {
  const list = useList<NotificationView, HTMLUListElement>(initial, path, options)
  useNewest(list.loadNewest, signals, isFirst)
  notificationChanges.useChanges()
  const [unreadCount, setUnreadCount] = useUnreadCount(rest.unreadCount)
  const { items, older, newer } = list.page
  const unread = items.filter(isUnread)
  return (
    <>
      <PageHeading
        title={text.title}
        actions={
          <MarkReadForm
            notification="all"
            unread={unread}
            onSend={() => {
              setUnreadCount(0)
              focusElement(findMainHeading())
            }}
            onFailure={() => setUnreadCount(unreadCount)}
          >
            {(unread.length > 0 || unreadCount > 0) && <Button variant="quiet">{text.markAllRead}</Button>}
          </MarkReadForm>
        }
      />
      {filter}
      {items.length === 0 && !newer && !older ? (
        empty
      ) : (
        <>
          <BeforeUpdate measure={() => keepScrollPosition(list.listRef.current)}>
            <ul ref={list.listRef} className="list border-t border-line">
              {list.shown.map((item) => (
                <NotificationRow key={item.id} notification={item} text={text} />
              ))}
            </ul>
          </BeforeUpdate>
          <ListEnd list={list} path={path} text={pagerTexts} />
        </>
      )}
    </>
  )
}

/** The number of unread notifications, of which the list may show a part. */
function useUnreadCount(rendered: number) {
  const [count, setCount] = useState(rendered)
  useEffect(
    () =>
      onLiveEvent('signal', ({ name, payload }) => {
        if (name === countSignal && typeof payload === 'number') setCount(payload)
      }),
    [],
  )
  return [count, setCount] as const
}
