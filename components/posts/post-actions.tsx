import type { ComponentProps } from 'react'
import type { PostView } from '@/lib/posts/view'

/** `replies` and `likedBy` hold {count}. */
export type PostActionTexts = {
  reply: string
  replies: string
  like: string
  unlike: string
  likedBy: string
  bookmark: string
  removeBookmark: string
  edit: string
  delete: string
}

type Props = { post: PostView; text: PostActionTexts }

/**
 * What can be done with a post. The buttons belong to forms that stand once on each page (post-forms.tsx), and
 * globals.css draws their pictures: dozens of posts hold no form and no drawing of their own.
 */
export function PostActions({ post, text }: Props) {
  const { id, replyCount, likeCount } = post
  const page = `/posts/${id}`
  return (
    <div className="post-actions">
      {post.liked === null ? (
        <LogInButton next={`${page}?reply=${id}#composer`} look="reply" label={text.reply} />
      ) : (
        <Press form="open" formAction={`${page}#composer`} name="reply" value={id}>
          {text.reply}
        </Press>
      )}
      <Count href={page} count={replyCount} label={text.replies} />
      {post.liked === null ? (
        <LogInButton next={page} look="like" label={text.like} />
      ) : (
        <Press form="likes" name={post.liked ? 'unlike' : 'like'} value={id}>
          {post.liked ? text.unlike : text.like}
        </Press>
      )}
      <Count href={`${page}/likes`} count={likeCount} label={text.likedBy} />
      {post.bookmarked !== null && (
        <Press form="bookmarks" name={post.bookmarked ? 'unbookmark' : 'bookmark'} value={id}>
          {post.bookmarked ? text.removeBookmark : text.bookmark}
        </Press>
      )}
      {post.own && <OwnActions id={id} text={text} />}
    </div>
  )
}

/** A button without a type submits, which needs no saying in a hundred of them. */
function Press(props: ComponentProps<'button'> & { form: 'open' | 'likes' | 'bookmarks' }) {
  return <button {...props} />
}

/** Leads a guest to the log-in and from there to `next`. */
function LogInButton({ next, look, label }: { next: string; look: string; label: string }) {
  return (
    <Press form="open" formAction="/login" name="next" value={next} data-look={look}>
      {label}
    </Press>
  )
}

/** There even at nought, for mark-form.tsx to count in. */
function Count({ href, count, label }: { href: string; count: number; label: string }) {
  return (
    <a href={href} hidden={count === 0} aria-label={label.replace('{count}', String(count))}>
      {count}
    </a>
  )
}

/** Both lead to a page of their own; delete-dialog.tsx asks in place where there is JavaScript. */
function OwnActions({ id, text }: { id: number; text: PostActionTexts }) {
  return (
    <>
      <Press form="open" formAction={`/posts/${id}/edit`} data-look="edit">
        {text.edit}
      </Press>
      <Press form="open" formAction={`/posts/${id}/delete`} data-look="delete" data-delete-post={id}>
        {text.delete}
      </Press>
    </>
  )
}
