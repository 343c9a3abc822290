import type { ComponentProps } from 'react'
import type { IconName } from '@/components/ui/icon'
import { formatNumber } from '@/lib/i18n/format-number'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import type { PostItem } from '@/lib/posts/view'

export type PostActionTexts = {
  reply: string
  replies: PluralTemplate
  like: string
  unlike: string
  likedBy: PluralTemplate
  bookmark: string
  removeBookmark: string
  edit: string
  delete: string
}

type Props = { post: PostItem; text: PostActionTexts; isMember: boolean }

/**
 * The buttons of a post. To keep a page with dozens of posts small they belong to forms that each page has once
 * (post-forms.tsx).
 */
export function PostActions({ post, text, isMember }: Props) {
  const { id, replyCount = 0, likeCount = 0, liked, bookmarked } = post
  const page = `/posts/${id}`
  return (
    <div className="post-actions">
      {isMember ? (
        <Action
          form="open"
          formAction={`${page}#composer`}
          name="reply"
          value={id}
          icon="reply"
          label={text.reply}
        />
      ) : (
        <Action
          form="open"
          name="next"
          value={`${page}?reply=${id}#composer`}
          icon="reply"
          label={text.reply}
        />
      )}
      {replyCount > 0 && <Count href={page} count={replyCount} label={text.replies} />}
      {!isMember ? (
        <Action form="likes" name="next" value={page} icon="like" label={text.like} />
      ) : liked ? (
        <Action form="likes" name="unlike" value={id} icon="like-on" label={text.unlike} />
      ) : (
        <Action form="likes" name="like" value={id} icon="like" label={text.like} />
      )}
      {likeCount > 0 && <Count href={`${page}/likes`} count={likeCount} label={text.likedBy} />}
      {!isMember ? null : bookmarked ? (
        <Action
          form="bookmarks"
          name="unbookmark"
          value={id}
          icon="bookmark-on"
          label={text.removeBookmark}
        />
      ) : (
        <Action form="bookmarks" name="bookmark" value={id} icon="bookmark" label={text.bookmark} />
      )}
      {post.own && (
        <>
          <Action form="open" formAction={`${page}/edit`} icon="edit" label={text.edit} className="own" />
          <Action form="open" formAction={`${page}/delete`} icon="delete" label={text.delete} />
        </>
      )}
    </div>
  )
}

type ActionProps = ComponentProps<'button'> & {
  form: 'open' | 'likes' | 'bookmarks'
  icon: IconName
  label: string
}

/**
 * A submit button without `type`, which is the default, and with its icon before its empty content, to keep the HTML and the
 * work of rendering small.
 */
function Action({ icon, label, className, ...button }: ActionProps) {
  const classes = `icon-only icon-${icon}`
  return <button {...button} className={className ? `${classes} ${className}` : classes} aria-label={label} />
}

function Count({ href, count, label }: { href: string; count: number; label: PluralTemplate }) {
  return (
    <a href={href} aria-label={fillPluralTemplate(label, count)}>
      {formatNumber(label.locale, count)}
    </a>
  )
}
