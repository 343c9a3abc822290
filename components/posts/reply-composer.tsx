import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { readDraft } from '@/lib/drafts'
import { env } from '@/lib/env'
import { newSubmission } from '@/lib/http/submission'
import type { Conversation, ConversationEntry } from '@/lib/posts/view'
import { Composer } from './composer'
import { ReplyTarget } from './reply-target'

type Props = { conversation: Conversation; reply: string | undefined }

/**
 * Where a member answers: the post that `?reply=` names if it is on the page, else that of the address, else the one
 * that began the conversation.
 */
export async function ReplyComposer({ conversation, reply }: Props) {
  const { root, focus, entries } = conversation
  const [t, draft] = await Promise.all([getTranslations('conversation'), readDraft('post')])
  const named = [root, ...everyEntry(entries)].find(({ id }) => String(id) === reply)
  const target = [named, focus, root].find((entry) => entry?.post)
  if (!target?.post) return <Card>{t('nothingToAnswer')}</Card>
  return (
    <Composer
      address={`/posts/${focus.id}${target === focus ? '' : `?reply=${target.id}`}#composer`}
      draft={draft?.replyTo === String(target.id) ? (draft.body ?? '') : ''}
      max={env.POST_MAX_LENGTH}
      submission={newSubmission()}
      reply={
        <ReplyTarget
          root={root.post ? root.id : null}
          target={target.id}
          username={target.id === root.id ? null : target.post.author.username}
          back={root.post ? `/posts/${root.id}#composer` : null}
          text={{ replyingTo: t.raw('replyingTo'), cancel: t('cancel') }}
        />
      }
    />
  )
}

const everyEntry = (entries: ConversationEntry[]): ConversationEntry[] =>
  entries.flatMap((entry) => [entry, ...everyEntry(entry.replies)])
