import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { NewPostLink } from '@/components/posts/new-post-link'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { ProfileTab } from '@/lib/feeds/view'
import { nameOf, type UserSummary } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'

type Props = { user: UserSummary; tab: ProfileTab; viewer: Viewer | null; suggestions: ReactNode }

/** Shown instead of an empty list of a profile. */
export function EmptyProfile({ user, tab, viewer, suggestions }: Props) {
  const t = useTranslations('profile')
  const name = nameOf(user)
  const isOwn = viewer?.id === user.id
  const own = { posts: t('emptyOwn'), replies: t('noRepliesOwn'), likes: t('noLikesOwn') }
  const others = {
    posts: t('empty', { name }),
    replies: t('noReplies', { name }),
    likes: t('noLikes', { name }),
  }
  return (
    <EmptyState title={(isOwn ? own : others)[tab]} suggestions={suggestions}>
      {isOwn && tab === 'posts' ? (
        <NewPostLink label={t('emptyOwnHint')} />
      ) : (
        <a href="/explore" className={buttonClass('secondary')}>
          {t('explore')}
        </a>
      )}
    </EmptyState>
  )
}
