import { useTranslations } from 'next-intl'
import { type ProfileTab, profilePath } from '@/lib/feeds/view'

/** Links between the lists of a profile. */
export function ProfileTabs({ username, current }: { username: string; current: ProfileTab }) {
  const t = useTranslations('profile')
  const tabs: [tab: ProfileTab, label: string][] = [
    ['posts', t('postsTab')],
    ['replies', t('repliesTab')],
    ['likes', t('likesTab')],
  ]
  return (
    <nav aria-label={t('tabs')} className="bleed -mt-4 grid grid-cols-3 border-b border-line">
      {tabs.map(([tab, label]) => (
        <a
          key={tab}
          href={profilePath(username, tab)}
          aria-current={tab === current ? 'page' : undefined}
          className="tab justify-center"
        >
          {label}
        </a>
      ))}
    </nav>
  )
}
