import { getTranslations } from 'next-intl/server'
import { UserPicture } from '@/components/users/user-picture'
import { createTemplate } from '@/lib/i18n/templates'
import type { Conversation, ConversationEntry } from '@/lib/posts/view'
import type { Viewer } from '@/lib/viewer'
import { newPostProps, postFormSettings } from './composer'
import { replyDraftPlace } from './reply-draft'
import { ReplyForm } from './reply-form'

type Props = { viewer: Viewer; conversation: Conversation; reply: string | undefined }

/**
 * The reply form. It replies to the post that the parameter `reply` names if that is on the page, else to the post of
 * the address, else to the root of the conversation.
 */
export async function ReplyComposer({ viewer, conversation, reply }: Props) {
  const { root, focus, entries } = conversation
  const t = await getTranslations()
  const named = [root, ...allEntries(entries)].find(({ id }) => String(id) === reply)
  const target = [named, focus, root].find((entry) => entry?.post)
  if (!target?.post) return <p className="text-quiet">{t('conversation.noReplyTarget')}</p>
  return (
    <div className="reply-composer">
      <UserPicture user={viewer} size={48} alt="" />
      <ReplyForm
        {...(await postFormSettings(viewer, 'reply'))}
        {...(await newPostProps(viewer, replyDraftPlace(target.id)))}
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
    </div>
  )
}

const allEntries = (entries: ConversationEntry[]): ConversationEntry[] =>
  entries.flatMap((entry) => [entry, ...allEntries(entry.replies)])
