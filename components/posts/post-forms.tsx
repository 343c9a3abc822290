import { useTranslations } from 'next-intl'
import { changeBookmarkAction } from '@/lib/bookmarks/actions'
import { changeLikeAction } from '@/lib/likes/actions'
import { MarkForm } from './mark-form'

/**
 * The forms that the buttons of all posts on a page belong to (post-actions.tsx), once in its frame: `open` leads to
 * another page, for guests to the log-in; `likes` and `bookmarks` change something.
 */
export function PostForms({ member }: { member: boolean }) {
  return (
    <>
      <form id="open" action={member ? undefined : '/login'} hidden />
      {member && <MarkForms />}
    </>
  )
}

function MarkForms() {
  const t = useTranslations()
  const refusals = {
    'not-found': t('flash.gone'),
    'rate-limited': t('refusals.rateLimited'),
    failed: t('postCard.failed'),
  }
  const likes = { like: t('postCard.like'), unlike: t('postCard.unlike'), count: t.raw('postCard.likedBy') }
  const bookmarks = { bookmark: t('postCard.bookmark'), unbookmark: t('postCard.removeBookmark') }
  return (
    <>
      <MarkForm id="likes" action={changeLikeAction} labels={likes} refusals={refusals} />
      <MarkForm id="bookmarks" action={changeBookmarkAction} labels={bookmarks} refusals={refusals} />
    </>
  )
}
