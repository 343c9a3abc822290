import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { SearchBox } from '@/components/search/search-box'
import { buttonClass } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { logOutAction } from '@/lib/sessions/actions'
import type { Viewer } from '@/lib/viewer'
import { Icon, type IconName } from '../ui/icon'
import { NavLink } from './nav-link'
import { badgeText } from './unread-badges'

const item = 'nav-item relative min-h-11 min-w-11 rounded-full px-2 text-sm font-semibold'

const label = 'nav-label'

/** The numbers of unread items that the badges show. */
export type UnreadCounts = { notifications: number; messages: number }

/**
 * The bar at the top of every page. On narrow screens it shows icons only, and on phones rarely used entries are in a
 * popover that works without JavaScript (`.more` in globals.css).
 */
export function Nav({ viewer, unread }: { viewer: Viewer | null; unread: UnreadCounts }) {
  const t = useTranslations()
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-card">
      <nav
        aria-label={t('site.mainNav')}
        className="mx-auto flex max-w-7xl items-center px-4 py-1.5 sm:gap-1"
      >
        <NavLink
          href="/"
          className="nav-home relative mr-auto inline-flex min-h-11 items-center gap-2 text-lg font-bold tracking-tight"
        >
          <svg aria-hidden="true" viewBox="0 0 32 32" width="28" height="28" className="text-accent">
            <path
              fill="currentColor"
              d="M3 20c5 0 7-3 8-7 1-5 5-8 9-8 3 0 5 1 6 3l4 2-4 2c0 8-5 14-13 14-5 0-8-2-10-6Z"
            />
            <circle cx="21.5" cy="10" r="1.4" className="fill-card" />
          </svg>
          <span className="max-sm:sr-only">{t('site.name')}</span>
        </NavLink>
        <SearchBox />
        {viewer ? <MemberLinks viewer={viewer} unread={unread} /> : <GuestLinks />}
      </nav>
    </header>
  )
}

function GuestLinks() {
  const t = useTranslations('nav')
  return (
    <>
      <NavLink href="/explore" title={t('explore')} className={`${item} sm:px-3`}>
        <span className="sm:hidden">
          <Icon name="explore" />
        </span>
        <span className="max-sm:sr-only">{t('explore')}</span>
      </NavLink>
      <NavLink href="/login" className={`${item} whitespace-nowrap sm:px-3`}>
        {t('logIn')}
      </NavLink>
      <NavLink href="/signup" className={`${buttonClass()} relative whitespace-nowrap`}>
        {t('signUp')}
      </NavLink>
    </>
  )
}

function MemberLinks({ viewer, unread }: { viewer: Viewer; unread: UnreadCounts }) {
  const t = useTranslations('nav')
  return (
    <>
      <Entry href="/" icon="home" more="max-[23rem]:hidden">
        {t('home')}
      </Entry>
      <Entry href="/explore" icon="explore">
        {t('explore')}
      </Entry>
      <Entry
        href="/notifications"
        icon="notifications"
        badge={<Badge kind="notifications" count={unread.notifications} />}
      >
        {t('notifications')}
      </Entry>
      <Entry href="/messages" icon="messages" badge={<Badge kind="messages" count={unread.messages} />}>
        {t('messages')}
      </Entry>
      <button type="button" popoverTarget="more" title={t('more')} className={`${item} sm:hidden`}>
        <Icon name="more" />
        <span className="sr-only">{t('more')}</span>
      </button>
      <div id="more" popover="auto" className="more">
        <Entry href={`/users/${viewer.username}`} icon="profile">
          {t('profile')}
        </Entry>
        <Entry href="/account" icon="account">
          {t('account')}
        </Entry>
        <ButtonForm action={logOutAction} floating>
          <button type="submit" className={item} title={t('logOut')}>
            <Icon name="logOut" />
            <span className={label}>{t('logOut')}</span>
          </button>
        </ButtonForm>
      </div>
    </>
  )
}

type EntryProps = { href: string; icon: IconName; children: string; badge?: ReactNode; more?: string }

function Entry({ href, icon, children, badge, more = '' }: EntryProps) {
  return (
    <NavLink href={href} className={`${item} ${more}`} title={children}>
      <Icon name={icon} />
      <span className={label}>{children}</span>
      {badge}
    </NavLink>
  )
}

/** Always rendered, hidden at 0; unread-badges.ts updates it. */
function Badge({ kind, count }: { kind: keyof UnreadCounts; count: number }) {
  const t = useTranslations('nav')
  return (
    <span data-unread={kind} data-count={count} className="unread badge">
      <span>{badgeText(count)}</span>
      <span className="sr-only"> {t('unread')}</span>
    </span>
  )
}
