import { useTranslations } from 'next-intl'
import { changeBookmarkAction } from '@/lib/bookmarks/actions'
import { createTemplate } from '@/lib/i18n/templates'
import { changeLikeAction } from '@/lib/likes/actions'
import type { LogInReason } from '@/lib/sessions/schema'
import { ReactionForm } from './reaction-form'

/**
 * The forms of the buttons of all posts on a page (post-actions.tsx): `open` leads to another page, `likes` and
 * `bookmarks` change something. The forms of guests lead to the log-in page, with the reason.
 */
export function PostForms({ member }: { member: boolean }) {
  if (!member)
    return (
      <>
        <GuestForm id="open" reason="reply" />
        <GuestForm id="likes" reason="like" />
      </>
    )
  return (
    <>
      <form id="open" hidden />
      <ReactionForms />
    </>
  )
}

function GuestForm({ id, reason }: { id: string; reason: LogInReason }) {
  return (
    <form id={id} action="/login" hidden>
      <input type="hidden" name="reason" value={reason} />
    </form>
  )
}

function ReactionForms() {
  const t = useTranslations()
  const errors = {
    'not-found': t('flash.gone'),
    'rate-limited': t('formErrors.rateLimited'),
    failed: t('postCard.failed'),
  }
  const likes = { like: t('postCard.like'), unlike: t('postCard.unlike') }
  const bookmarks = { bookmark: t('postCard.bookmark'), unbookmark: t('postCard.removeBookmark') }
  return (
    <>
      <ReactionForm
        id="likes"
        action={changeLikeAction}
        labels={likes}
        countLabel={createTemplate((count) => t('postCard.likedBy', { count }))}
        errors={errors}
      />
      <ReactionForm id="bookmarks" action={changeBookmarkAction} labels={bookmarks} errors={errors} />
    </>
  )
}
