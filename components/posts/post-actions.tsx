import type { ComponentProps } from 'react'
import { fillTemplate, type Template } from '@/lib/i18n/templates'
import type { PostView } from '@/lib/posts/view'

export type PostActionTexts = {
  reply: string
  replies: Template
  like: string
  unlike: string
  likedBy: Template
  bookmark: string
  removeBookmark: string
  edit: string
  delete: string
}

type Props = { post: PostView; text: PostActionTexts }

/**
 * What can be done with a post. The buttons belong to forms that stand once on each page (post-forms.tsx), and
 * globals.css draws their pictures by name: dozens of posts hold no form and no drawing of their own.
 */
export function PostActions({ post, text }: Props) {
  const { id, replyCount, likeCount } = post
  const page = `/posts/${id}`
  return (
    <div className="post-actions">
      {post.liked === null ? (
        <Press form="open" name="next" value={`${page}?reply=${id}#composer`}>
          {text.reply}
        </Press>
      ) : (
        <Press form="open" formAction={`${page}#composer`} name="reply" value={id}>
          {text.reply}
        </Press>
      )}
      {replyCount > 0 && <Count href={page} count={replyCount} label={text.replies} />}
      {post.liked === null ? (
        <Press form="likes" name="next" value={page}>
          {text.like}
        </Press>
      ) : (
        <Press form="likes" name={post.liked ? 'unlike' : 'like'} value={id}>
          {post.liked ? text.unlike : text.like}
        </Press>
      )}
      {(likeCount > 0 || post.liked !== null) && (
        <Count href={`${page}/likes`} count={likeCount} label={text.likedBy} />
      )}
      {post.bookmarked !== null && (
        <Press form="bookmarks" name={post.bookmarked ? 'unbookmark' : 'bookmark'} value={id}>
          {post.bookmarked ? text.removeBookmark : text.bookmark}
        </Press>
      )}
      {post.own && <OwnActions page={page} text={text} />}
    </div>
  )
}

/** A button without a type submits, which needs no saying in a hundred of them. */
function Press(props: ComponentProps<'button'> & { form: 'open' | 'likes' | 'bookmarks' }) {
  return <button {...props} />
}

/** Empty at nought, for mark-form.tsx to count in. */
function Count({ href, count, label }: { href: string; count: number; label: Template }) {
  const named = count > 0 && { 'aria-label': fillTemplate(label, count) }
  return (
    <a href={href} hidden={count === 0} {...named}>
      {count > 0 && count}
    </a>
  )
}

/** Both lead to a page of their own; delete-dialog.tsx asks in place where there is JavaScript. */
function OwnActions({ page, text }: { page: string; text: PostActionTexts }) {
  return (
    <>
      <Press form="open" formAction={`${page}/edit`}>
        {text.edit}
      </Press>
      <Press form="open" formAction={`${page}/delete`}>
        {text.delete}
      </Press>
    </>
  )
}
