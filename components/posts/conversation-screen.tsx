import type { ReactNode } from 'react'
import { Bird } from '@/components/ui/bird'
import { type Conversation, toConversationItem, toConversationPage } from '@/lib/posts/view'
import { useConversationTexts } from './conversation-texts'
import { DeleteConfirmation } from './delete-confirmation'
import { LiveConversation } from './live-conversation'

type Props = {
  conversation: Conversation
  composer: ReactNode
  viewerId: number
  /** Distinguishes the pages of the conversation. */
  opening: string
}

/** The page of a post and its replies for members. */
export function ConversationScreen({ conversation, composer, viewerId, opening }: Props) {
  const page = toConversationPage(conversation)
  const root = toConversationItem(conversation.root)
  const focus = toConversationItem(conversation.focus)
  return (
    <>
      <LiveConversation
        initial={{ ...page, root, focus, opening, renderedAt: Date.now() }}
        viewerId={viewerId}
        text={useConversationTexts()}
        composer={composer}
        drawing={page.items.length === 0 && <Bird />}
      />
      <DeleteConfirmation />
    </>
  )
}
