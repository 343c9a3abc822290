import type { ReactNode } from 'react'
import { RelativeTime } from '@/components/ui/relative-time'
import { UserPicture } from '@/components/users/user-picture'
import { fillTemplate, type Template } from '@/lib/i18n/templates'
import type { PostItem } from '@/lib/posts/view'
import { nameOf } from '@/lib/users/view'
import { PostActions, type PostActionTexts } from './post-actions'
import { type FoldTexts, PostBody } from './post-body'
import { PostTranslation } from './post-translation'

/** The texts of post cards, looked up once for a list. */
export type PostTexts = PostActionTexts & {
  fold: FoldTexts
  by: Template
  edited: string
  replyingTo: Template
  replyingToDeleted: string
  picture: Template
}

type Props = {
  post: PostItem
  text: PostTexts
  /** Shows a long text unfolded. */
  whole?: boolean
  /** Whether the viewer can like and bookmark the post; otherwise the buttons lead to the log-in page. */
  isMember?: boolean
  /** The form that edits the post in place. While it is shown, CSS hides the text and the buttons. */
  editor?: ReactNode
}

/** One post. Its buttons belong to the forms in post-forms.tsx. */
export function PostCard({ post, text, whole = false, isMember = false, editor }: Props) {
  const { author, replyTo } = post
  const name = nameOf(author)
  return (
    <article id={`post-${post.id}`} aria-label={fillTemplate(text.by, name)} className="post">
      <UserPicture user={author} size={48} alt={fillTemplate(text.picture, name)} />
      <div className="post-head">
        <a href={`/users/${author.username}`} data-card={author.username} dir="auto" className="post-name">
          {name}
        </a>
        {author.displayName && <bdi dir="ltr">{`@${author.username}`}</bdi>}
        <a href={`/posts/${post.id}`}>
          <RelativeTime date={post.createdAt} />
        </a>
        {post.editedAt && <a href={`/posts/${post.id}/history`}>{`(${text.edited})`}</a>}
        {replyTo && <ReplyingTo {...replyTo} text={text} />}
      </div>
      {editor}
      <PostBody text={post.text} language={post.language} fold={whole ? undefined : text.fold} />
      {isMember && post.language && <PostTranslation post={post} />}
      <PostActions post={post} text={text} isMember={isMember} />
    </article>
  )
}

function ReplyingTo({ id, username, text }: { id: number; username: string | null; text: PostTexts }) {
  return (
    <a href={`/posts/${id}`} className="basis-full">
      {username === null ? text.replyingToDeleted : fillTemplate(text.replyingTo, username)}
    </a>
  )
}
