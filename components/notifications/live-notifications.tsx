'use client'

import { type ReactNode, useState } from 'react'
import { BeforeUpdate, keepScrollPosition } from '@/components/ui/before-update'
import { Button } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { ListEnd } from '@/components/ui/list-end'
import type { PagerTexts } from '@/components/ui/pager'
import { useList } from '@/components/ui/use-list'
import { useNewest } from '@/components/ui/use-newest'
import type { NotificationKind } from '@/lib/notifications/schema'
import type { NotificationView } from '@/lib/notifications/view'
import type { Page } from '@/lib/page'
import { MarkReadForm } from './mark-read-form'
import { currentNotifications } from './notification-changes'
import { NotificationRow } from './notification-row'
import type { NotificationTexts } from './notification-texts'
import { useMarkSeen } from './use-mark-seen'

/** The signal with the number of unread notifications. It is sent with every change of a notification. */
const signals = ['unread_notification_count']

const options = { current: currentNotifications, timeOf: ({ at }: NotificationView) => at }

type Props = {
  initial: Page<NotificationView>
  /** The kind that the list is filtered by; null for every kind. */
  kind: NotificationKind | null
  /** Whether the page begins with the latest notification. */
  isFirst: boolean
  /** The position from which the rendered page receives events (getLivePosition). */
  position: string | null
  unreadCount: number
  text: NotificationTexts
  pagerTexts: PagerTexts
  filter: ReactNode
  empty: ReactNode
}

/** The heading of the notifications and their list, which grows while it is scrolled and shows new ones at once. */
export function LiveNotifications({
  initial,
  kind,
  isFirst,
  position,
  unreadCount,
  text,
  pagerTexts,
  filter,
  empty,
}: Props) {
  const path = kind ? `/notifications?kind=${kind}` : '/notifications'
  const list = useList<NotificationView, HTMLUListElement>(initial, path, options)
  const { items, older, newer } = list.page
  useNewest(list.loadNewest, signals, isFirst, { page: initial, position })
  useMarkSeen(items, kind, unreadCount)
  const newIds = useNewIds(items)
  return (
    <>
      <PageHeading
        title={text.title}
        actions={
          unreadCount > 0 && (
            <MarkReadForm notification="all">
              <Button variant="quiet">{text.markAllRead}</Button>
            </MarkReadForm>
          )
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
                <NotificationRow
                  key={item.id}
                  notification={item}
                  isNew={newIds.includes(item.id)}
                  text={text}
                />
              ))}
            </ul>
          </BeforeUpdate>
          <ListEnd list={list} path={path} text={pagerTexts} />
        </>
      )}
    </>
  )
}

/** The ids of the notifications that were unread at some time since the page was opened. */
function useNewIds(items: NotificationView[]): number[] {
  const [newIds, setNewIds] = useState<number[]>([])
  const added = items.filter(({ id, unread }) => unread && !newIds.includes(id)).map(({ id }) => id)
  if (added.length === 0) return newIds
  const all = [...newIds, ...added]
  setNewIds(all)
  return all
}
