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
 * The buttons of a post. To keep a page with dozens of posts small they belong to forms that each page has once
 * (post-forms.tsx), and globals.css draws their icons by name.
 */
export function PostActions({ post, text }: Props) {
  const { id, replyCount, likeCount } = post
  const page = `/posts/${id}`
  return (
    <div className="post-actions">
      {post.liked === null ? (
        <ActionButton form="open" name="next" value={`${page}?reply=${id}#composer`}>
          {text.reply}
        </ActionButton>
      ) : (
        <ActionButton form="open" formAction={`${page}#composer`} name="reply" value={id}>
          {text.reply}
        </ActionButton>
      )}
      {replyCount > 0 && <Count href={page} count={replyCount} label={text.replies} />}
      {post.liked === null ? (
        <ActionButton form="likes" name="next" value={page}>
          {text.like}
        </ActionButton>
      ) : (
        <ActionButton form="likes" name={post.liked ? 'unlike' : 'like'} value={id}>
          {post.liked ? text.unlike : text.like}
        </ActionButton>
      )}
      {(likeCount > 0 || post.liked !== null) && (
        <Count href={`${page}/likes`} count={likeCount} label={text.likedBy} />
      )}
      {post.bookmarked !== null && (
        <ActionButton form="bookmarks" name={post.bookmarked ? 'unbookmark' : 'bookmark'} value={id}>
          {post.bookmarked ? text.removeBookmark : text.bookmark}
        </ActionButton>
      )}
      {post.own && <OwnActions page={page} text={text} />}
    </div>
  )
}

/** A submit button without `type`, which is the default, to keep the HTML small. */
function ActionButton(props: ComponentProps<'button'> & { form: 'open' | 'likes' | 'bookmarks' }) {
  return <button {...props} />
}

/** Hidden when the count is zero; reaction-form.tsx updates it. */
function Count({ href, count, label }: { href: string; count: number; label: Template }) {
  const name = count > 0 && { 'aria-label': fillTemplate(label, count) }
  return (
    <a href={href} hidden={count === 0} {...name}>
      {count > 0 && count}
    </a>
  )
}

/** Both lead to a page; with JavaScript delete-dialog.tsx opens a dialog instead. */
function OwnActions({ page, text }: { page: string; text: PostActionTexts }) {
  return (
    <>
      <ActionButton form="open" formAction={`${page}/edit`}>
        {text.edit}
      </ActionButton>
      <ActionButton form="open" formAction={`${page}/delete`}>
        {text.delete}
      </ActionButton>
    </>
  )
}
