import { RelativeTime } from '@/components/ui/relative-time'
import { UserPicture } from '@/components/users/user-picture'
import type { PostView } from '@/lib/posts/view'
import { nameOf } from '@/lib/users/view'
import { PostBody } from './post-body'

/** The words around posts, looked up once for a whole list. */
export type PostTexts = {
  by: string
  edited: string
  edit: string
  delete: string
  picture: string
  locale: string
  now: Date
}

const action = 'min-h-11 rounded-full px-3 text-sm font-medium text-quiet hover:bg-sunk hover:text-ink'

/** One post. Plain HTML throughout: what it offers are links and forms that work as they are. */
export function PostCard({ post, text }: { post: PostView; text: PostTexts }) {
  const { author } = post
  const name = nameOf(author)
  return (
    <article id={`post-${post.id}`} aria-label={text.by.replace('{name}', name)} className="post">
      <UserPicture user={author} size={48} alt={text.picture} />
      <div className="post-head">
        <a href={`/users/${author.username}`} data-card={author.username} dir="auto" className="post-name">
          {name}
        </a>
        {author.displayName && <span>{`@${author.username}`}</span>}
        <a href={`/posts/${post.id}`}>
          <RelativeTime date={post.createdAt} now={text.now} locale={text.locale} />
        </a>
        {post.editedAt && <span>{`(${text.edited})`}</span>}
      </div>
      <PostBody body={post.body} mentions={post.mentions} />
      {post.own && <OwnActions id={post.id} text={text} />}
    </article>
  )
}

/** Both forms lead to a page of their own; delete-dialog.tsx asks in place where there is JavaScript. */
function OwnActions({ id, text }: { id: number; text: PostTexts }) {
  return (
    <div className="col-start-2 -mb-2 -ml-3 flex">
      <form action={`/posts/${id}/edit`} method="get">
        <button type="submit" className={action}>
          {text.edit}
        </button>
      </form>
      <form action={`/posts/${id}/delete`} method="get" data-delete-post={id}>
        <button type="submit" className={action}>
          {text.delete}
        </button>
      </form>
    </div>
  )
}
