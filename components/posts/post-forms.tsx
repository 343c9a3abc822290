import { changeBookmarkAction } from '@/lib/bookmarks/actions'
import { changeLikeAction } from '@/lib/likes/actions'
import { EditButtons } from './edit-buttons'
import { ReactionForm } from './reaction-form'

/** Error texts by code; `failed` for any other error. */
export type ReactionErrors = Record<string, string>

/**
 * The forms of the buttons of all posts on a page of a member (post-actions.tsx): `open` leads to another page, `likes`
 * and `bookmarks` change something.
 */
export function PostForms({ errors }: { errors: ReactionErrors }) {
  return (
    <>
      <form id="open" hidden />
      <EditButtons />
      <ReactionForm id="likes" action={changeLikeAction} errors={errors} />
      <ReactionForm id="bookmarks" action={changeBookmarkAction} errors={errors} />
    </>
  )
}
