import type { ReactNode } from 'react'
import { Bird } from '@/components/ui/bird'
import { type Conversation, toConversationItem, toConversationPage } from '@/lib/posts/view'
import { useConversationTexts } from './conversation-texts'
import { ConversationView } from './conversation-view'
import { PostCard } from './post-card'

/** The server-rendered page of a post and its replies, for guests. */
export function StaticConversationScreen({
  conversation,
  composer,
}: {
  conversation: Conversation
  composer: ReactNode
}) {
  return (
    <ConversationView
      root={toConversationItem(conversation.root)}
      focus={toConversationItem(conversation.focus)}
      page={toConversationPage(conversation)}
      text={useConversationTexts()}
      Card={PostCard}
      composer={composer}
      drawing={<Bird />}
    />
  )
}
