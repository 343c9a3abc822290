'use client'

import type { ReactNode } from 'react'
import { BeforeUpdate, keepScrollPosition } from '@/components/ui/before-update'
import { ListEnd } from '@/components/ui/list-end'
import type { PagerTexts } from '@/components/ui/pager'
import { useList } from '@/components/ui/use-list'
import { useNewest } from '@/components/ui/use-newest'
import type { ConversationView } from '@/lib/messages/view'
import type { Page } from '@/lib/page'
import { ConversationRow, type ConversationTexts } from './conversation-row'

const path = '/messages'
const signals = ['message', 'messages_read']
const options = { timeOf: ({ createdAt }: ConversationView) => createdAt }

type Props = {
  initial: Page<ConversationView>
  /** Whether the page begins with the latest conversation. */
  isFirst: boolean
  /** The position from which the rendered page receives events (getLivePosition). */
  position: string | null
  text: ConversationTexts
  pagerTexts: PagerTexts
  empty: ReactNode
}

/** The list of conversations, which grows while it is scrolled and shows new messages at once. */
export function LiveInbox({ initial, isFirst, position, text, pagerTexts, empty }: Props) {
  const list = useList<ConversationView, HTMLOListElement>(initial, path, options)
  useNewest(list.loadNewest, signals, isFirst, { page: initial, position })
  const { items, older, newer } = list.page
  if (items.length === 0 && !newer && !older) return empty
  return (
    <>
      <BeforeUpdate measure={() => keepScrollPosition(list.listRef.current)}>
        <ol ref={list.listRef} data-list className="list">
          {list.shown.map((conversation) => (
            <ConversationRow key={conversation.id} conversation={conversation} text={text} />
          ))}
        </ol>
      </BeforeUpdate>
      <ListEnd list={list} path={path} text={pagerTexts} />
    </>
  )
}
