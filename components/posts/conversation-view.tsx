import type { ReactNode, Ref } from 'react'
import { BackLink } from '@/components/ui/back-link'
import { buttonClass } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { fillTemplate } from '@/lib/i18n/templates'
import type { Page } from '@/lib/page'
import type { ConversationItem } from '@/lib/posts/view'
import { type ConversationNode, toTree } from './conversation-pages'
import type { ConversationTexts } from './conversation-texts'
import type { PostCard } from './post-card'

type Props = {
  root: ConversationItem
  focus: ConversationItem
  page: Page<ConversationItem>
  text: ConversationTexts
  /** Shows a post: with or without the changes of this page. */
  Card: typeof PostCard
  composer: ReactNode
  /** Drawn where there are no replies. Not imported, so that its code is not sent to the browser. */
  drawing: ReactNode
  listRef?: Ref<HTMLOListElement>
}

/** A post and its replies: oldest first, each below its parent, with the reply form at the end. */
export function ConversationView({ root, focus, page, text, Card, composer, drawing, listRef }: Props) {
  const { older, newer } = page
  const path = `/posts/${focus.id}`
  const replies = toTree(page.items)
  const shared = { focusId: focus.id, text, Card }
  return (
    <>
      <PageHeading title={text.title} back={<BackLink href="/explore" label={text.back} />} />
      <div className={focus.id === root.id ? 'list focal' : 'list'}>
        <EntryBody item={root} {...shared} />
      </div>
      <section aria-labelledby="replies" className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 id="replies" className="text-[0.9375rem] font-extrabold">
            {text.replies}
          </h2>
          {focus.id !== root.id && <FocusLink focus={focus} text={text} />}
        </div>
        {older && (
          <a href={path + older} rel="prev" className={`${buttonClass('secondary')} justify-self-start`}>
            {text.older}
          </a>
        )}
        {replies.length === 0 && !older && !newer && (
          <NoReplies {...(root.post?.own ? text.ownEmpty : text.empty)} drawing={drawing} />
        )}
        <ol ref={listRef} data-conversation className="replies replies-top">
          {replies.map((node) => (
            <Entry key={node.id} node={node} {...shared} />
          ))}
        </ol>
        {newer && (
          <a href={path + newer} rel="next" className={`${buttonClass('secondary')} justify-self-end`}>
            {text.newer}
          </a>
        )}
      </section>
      <section
        id="composer"
        aria-label={text.composer}
        className="bleed scroll-mt-16 border-y border-line px-(--gutter) py-2"
      >
        {composer}
      </section>
    </>
  )
}

function FocusLink({ focus: { id, post }, text }: { focus: ConversationItem; text: ConversationTexts }) {
  return (
    <a href={`#post-${id}`} className="flex min-h-11 items-center text-sm text-accent underline">
      {post ? fillTemplate(text.goToReply, post.author.username) : text.goToDeleted}
    </a>
  )
}

function NoReplies({ title, hint, drawing }: ConversationTexts['empty'] & Pick<Props, 'drawing'>) {
  return (
    <div id="no-replies" className="empty-state">
      {drawing}
      <p>{title}</p>
      <p>{hint}</p>
    </div>
  )
}

type Shared = { focusId: number } & Pick<Props, 'text' | 'Card'>

function Entry({ node, ...shared }: { node: ConversationNode } & Shared) {
  const { id, answers, replies } = node
  const { focusId, text } = shared
  return (
    <li id={`entry-${id}`} aria-current={id === focusId ? 'true' : undefined}>
      {answers && (
        <a href={`/posts/${answers.id}#post-${answers.id}`} className="answers">
          {answers.username === null ? text.deleted : fillTemplate(text.post.replyingTo, answers.username)}
        </a>
      )}
      <EntryBody item={node} {...shared} />
      {replies.length > 0 && (
        <ol className="replies">
          {replies.map((reply) => (
            <Entry key={reply.id} node={reply} {...shared} />
          ))}
        </ol>
      )}
    </li>
  )
}

function EntryBody({ item, focusId, text, Card }: { item: ConversationItem } & Shared) {
  const { id, post, deleted } = item
  if (post) return <Card post={post} text={text.post} whole={id === focusId} />
  return (
    <p id={`post-${id}`} className="p-4 text-quiet italic">
      {deleted ? text.deleted : text.hidden}
    </p>
  )
}
