import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { unblockAction } from '@/lib/blocks/actions'
import type { Relation } from '@/lib/blocks/view'
import { nameOf, type UserSummary } from '@/lib/users/view'
import { RelationButton } from './relation-button'

/** Shown instead of a user's posts when one of the two has blocked the other. */
export function BlockedNotice({ user, relation }: { user: UserSummary; relation: Relation }) {
  const t = useTranslations('relation')
  const name = nameOf(user)
  return (
    <EmptyState title={relation.blocks ? t('youBlocked', { name }) : t('blockedYou', { name })} pose="away">
      <p>{t('separated')}</p>
      {relation.blocks ? (
        <RelationButton
          action={unblockAction}
          username={user.username}
          label={t('unblock')}
          variant="secondary"
        />
      ) : (
        <a href="/explore" className={buttonClass('secondary')}>
          {t('explore')}
        </a>
      )}
    </EmptyState>
  )
}
