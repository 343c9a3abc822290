'use client'

import { type ReactNode, useRef } from 'react'
import type { ConversationItem } from '@/lib/posts/view'
import { ConversationAuthors } from './conversation-context'
import type { RenderedConversation } from './conversation-pages'
import type { ConversationTexts } from './conversation-texts'
import { ConversationView } from './conversation-view'
import { useLiveReplies } from './live-conversation-replies'
import { LivePostCard } from './live-post-card'
import { NewReplies } from './new-replies'
import { isDeleted, postChanges } from './post-changes'

type Props = {
  initial: RenderedConversation
  viewerId: number
  text: ConversationTexts
  /** The reply form; it finds the posts of the page through `useFindAuthor`. */
  composer: ReactNode
  /** Drawn where there are no replies. */
  drawing: ReactNode
}

/** A conversation that shows new replies and other changes at once. */
export function LiveConversation({ initial, viewerId, text, composer, drawing }: Props) {
  const listRef = useRef<HTMLOListElement>(null)
  const { page, unseen, announced, markSeen } = useLiveReplies(initial, viewerId, listRef)
  postChanges.useDiscardStale(
    [initial.root, ...initial.items].map(({ id }) => id).filter((id) => !isDeleted(id)),
    initial,
  )
  postChanges.useChanges()
  const root = withDeletion(initial.root)
  const items = page.items.map(withDeletion)
  const findAuthor = (id: number) =>
    [root, ...items].find((item) => item.id === id)?.post?.author.username ?? null
  return (
    <ConversationAuthors value={findAuthor}>
      <ConversationView
        root={root}
        focus={withDeletion(initial.focus)}
        page={{ ...page, items }}
        text={text}
        Card={LivePostCard}
        composer={composer}
        drawing={drawing}
        listRef={listRef}
      />
      <NewReplies
        ids={unseen}
        announced={announced}
        path={`/posts/${initial.focus.id}`}
        text={text.newReplies}
        onSeen={markSeen}
      />
    </ConversationAuthors>
  )
}

/** The placeholder of a post that was deleted since the server sent it. */
function withDeletion(item: ConversationItem): ConversationItem {
  return isDeleted(item.id) ? { ...item, post: null, deleted: true } : item
}
