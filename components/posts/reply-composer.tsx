import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { createTemplate } from '@/lib/i18n/templates'
import type { Conversation, ConversationEntry } from '@/lib/posts/view'
import type { Viewer } from '@/lib/viewer'
import { composerProps } from './composer'
import { replyDraftPlace } from './reply-draft'
import { ReplyForm } from './reply-form'

type Props = { viewer: Viewer; conversation: Conversation; reply: string | undefined }

/**
 * Where a member answers: the post that `?reply=` names if it is on the page, else that of the address, else the one
 * that began the conversation.
 */
export async function ReplyComposer({ viewer, conversation, reply }: Props) {
  const { root, focus, entries } = conversation
  const t = await getTranslations()
  const named = [root, ...everyEntry(entries)].find(({ id }) => String(id) === reply)
  const target = [named, focus, root].find((entry) => entry?.post)
  if (!target?.post) return <Card>{t('conversation.noReplyTarget')}</Card>
  return (
    <Card>
      <ReplyForm
        {...(await composerProps(viewer, 'reply', replyDraftPlace(target.id)))}
        address={`/posts/${focus.id}${target === focus ? '' : `?reply=${target.id}`}#composer`}
        root={root.post ? root.id : null}
        target={target.id}
        username={target.id === root.id ? null : target.post.author.username}
        replyText={{
          replyingTo: createTemplate((username) => t('postCard.replyingTo', { username })),
          cancel: t('conversation.cancelReply'),
        }}
        focused={target === named}
      />
    </Card>
  )
}

const everyEntry = (entries: ConversationEntry[]): ConversationEntry[] =>
  entries.flatMap((entry) => [entry, ...everyEntry(entry.replies)])
