import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { createPluralTemplate, fillTemplate } from '@/lib/i18n/templates'
import { formatCursor } from '@/lib/page'
import type { Conversation, ConversationEntry } from '@/lib/posts/view'
import { NewReplies } from './new-replies'
import { PostCard, type PostTexts } from './post-card'
import { DeleteConfirmation, usePostTexts } from './post-list'

type Props = { conversation: Conversation; viewerId: number | null; composer: ReactNode }

/** A post and its replies: oldest first, each below its parent, with the reply form at the end. */
export function ConversationScreen({ conversation, viewerId, composer }: Props) {
  const t = useTranslations('conversation')
  const { focus, root, entries, older, newer } = conversation
  const path = `/posts/${focus.id}`
  const text = {
    ...usePostTexts(),
    deleted: t('deleted'),
    hidden: t('hidden'),
  }
  const empty = entries.length === 0 && !older && !newer
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <div className="rounded-xl border border-line bg-card">
        <EntryBody entry={root} focus={focus.id} text={text} />
      </div>
      <section aria-labelledby="replies" className="grid gap-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 id="replies" className="text-lg font-semibold">
            {t('replies')}
          </h2>
          {focus.id !== root.id && (
            <a
              href={`#post-${focus.id}`}
              className="flex min-h-11 items-center text-sm text-accent underline"
            >
              {focus.post ? t('goToReply', { username: focus.post.author.username }) : t('goToDeleted')}
            </a>
          )}
        </div>
        {older && (
          <a href={path + older} rel="prev" className={`${buttonClass('secondary')} justify-self-start`}>
            {t('older')}
          </a>
        )}
        {empty && <NoReplies own={root.post?.own ?? false} />}
        <ol data-conversation data-end={conversation.end} className="replies replies-top">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} focus={focus.id} text={text} />
          ))}
        </ol>
        {newer && (
          <a href={path + newer} rel="next" className={`${buttonClass('secondary')} justify-self-end`}>
            {t('newer')}
          </a>
        )}
      </section>
      <section id="composer" aria-label={t('composer')} className="grid scroll-mt-4 gap-6">
        {composer}
      </section>
      {viewerId !== null && <LiveReplies conversation={conversation} viewerId={viewerId} />}
      {viewerId !== null && <DeleteConfirmation />}
    </>
  )
}

type EntryTexts = PostTexts & { deleted: string; hidden: string }

type EntryProps = { entry: ConversationEntry; focus: number; text: EntryTexts }

function Entry({ entry, focus, text }: EntryProps) {
  const { id, answers, replies } = entry
  return (
    <li
      id={`entry-${id}`}
      data-position={formatCursor(entry)}
      data-parent={answers?.id}
      aria-current={id === focus ? 'true' : undefined}
    >
      {answers && (
        <a href={`/posts/${answers.id}#post-${answers.id}`} className="answers">
          {answers.username === null ? text.deleted : fillTemplate(text.replyingTo, answers.username)}
        </a>
      )}
      <EntryBody entry={entry} focus={focus} text={text} />
      {/* Rendered even when empty: conversation-entries.ts inserts new replies. */}
      <ol className="replies">
        {replies.map((reply) => (
          <Entry key={reply.id} entry={reply} focus={focus} text={text} />
        ))}
      </ol>
    </li>
  )
}

function EntryBody({ entry: { id, post, deleted }, focus, text }: EntryProps) {
  // The parent of an entry is shown by its indentation, or by a link above it.
  if (post) return <PostCard post={{ ...post, replyTo: null }} text={text} whole={id === focus} />
  return (
    <p id={`post-${id}`} className="p-4 text-quiet italic">
      {deleted ? text.deleted : text.hidden}
    </p>
  )
}

function NoReplies({ own }: { own: boolean }) {
  const t = useTranslations('conversation')
  return (
    <div id="no-replies">
      <EmptyState title={own ? t('ownEmpty') : t('empty')}>
        <p className="text-quiet">{own ? t('ownEmptyHint') : t('emptyHint')}</p>
      </EmptyState>
    </div>
  )
}

function LiveReplies({ conversation, viewerId }: { conversation: Conversation; viewerId: number }) {
  const t = useTranslations('conversation')
  const locale = useLocale()
  const { focus, root, newer } = conversation
  return (
    <NewReplies
      rootId={root.id}
      viewerId={viewerId}
      path={`/posts/${focus.id}`}
      isLastPage={newer === null}
      renderedAt={Date.now()}
      newReplies={createPluralTemplate(locale, (count, shown) => t('newReplies', { count, shown }))}
    />
  )
}
