import { useTranslations } from 'next-intl'
import { changeBookmarkAction } from '@/lib/bookmarks/actions'
import { changeLikeAction } from '@/lib/likes/actions'
import { EditButtons } from './edit-buttons'
import { ReactionForm } from './reaction-form'

/**
 * The forms of the buttons of all posts on a page of a member (post-actions.tsx): `open` leads to another page, `likes`
 * and `bookmarks` change something.
 */
export function PostForms() {
  const t = useTranslations()
  const errors = {
    'not-found': t('flash.gone'),
    'rate-limited': t('formErrors.rateLimited'),
    failed: t('postCard.failed'),
  }
  return (
    <>
      <form id="open" hidden />
      <EditButtons />
      <ReactionForm id="likes" action={changeLikeAction} errors={errors} />
      <ReactionForm id="bookmarks" action={changeBookmarkAction} errors={errors} />
    </>
  )
}
