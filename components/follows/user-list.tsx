import { useTranslations } from 'next-intl'
import { usePagerTexts } from '@/components/ui/pager-texts'
import { createTemplate } from '@/lib/i18n/templates'
import { useFollowTexts } from './follow-texts'
import { LiveUserList } from './live-user-list'
import type { UserListProps } from './static-user-list'

/** A list of users for a member, with a follow button each. */
export function UserList({ page, path, empty }: UserListProps) {
  const t = useTranslations('profile')
  const text = { ...useFollowTexts(), picture: createTemplate((name) => t('picture', { name })) }
  const pagerTexts = usePagerTexts()
  if (page.items.length === 0 && !page.newer) return empty
  return (
    <LiveUserList
      key={`${path} ${page.newer}`}
      initial={page}
      path={path}
      text={text}
      pagerTexts={pagerTexts}
    />
  )
}
