'use client'

import type { ReactNode } from 'react'
import { SearchButton } from '@/components/search/search-box'
import { Icon, type IconName } from '@/components/ui/icon'
import type { Theme } from '@/lib/preferences/schema'
import type { UserSummary } from '@/lib/users/view'
import { AccountMenu } from './account-menu'
import type { HeaderTexts } from './header-texts'
import { HomeLink } from './home-link'
import { NavLink } from './nav-link'
import { UnreadBadge } from './unread-badge'
import { type RenderedCounts, UnreadProvider } from './unread-counts'
import { UnreadTitle } from './unread-title'

type Props = {
  viewer: UserSummary
  theme: Theme
  locale: string
  unread: RenderedCounts
  text: HeaderTexts
  adminLink?: ReactNode
}

/**
 * The header of members: a rail beside the page from 768 pixels on; on phones a bar at the top, and the main navigation at
 * the bottom (app/shell.css). As a client component it is sent as texts and not as elements.
 */
export function MemberHeader({ unread, ...props }: Props) {
  return (
    <UnreadProvider initial={unread}>
      <UnreadTitle />
      <Rail {...props} />
    </UnreadProvider>
  )
}

function Rail({ viewer, theme, locale, text, adminLink }: Omit<Props, 'unread'>) {
  return (
    <header className="rail">
      <HomeLink name={text.site} />
      <SearchButton label={text.openSearch} text={text.search} />
      <nav aria-label={text.mainNav} className="main-nav">
        <Entry href="/" icon="home">
          {text.home}
        </Entry>
        <Entry href="/explore" icon="explore">
          {text.explore}
        </Entry>
        <Entry
          href="/notifications"
          icon="notifications"
          badge={<UnreadBadge kind="notifications" label={text.unread} />}
        >
          {text.notifications}
        </Entry>
        <Entry href="/messages" icon="messages" badge={<UnreadBadge kind="messages" label={text.unread} />}>
          {text.messages}
        </Entry>
        <Entry href="/bookmarks" icon="bookmark" wide>
          {text.bookmarks}
        </Entry>
        <Entry href={`/users/${viewer.username}`} icon="profile" wide>
          {text.profile}
        </Entry>
        <a href="/?compose=" data-compose className="new-post">
          <Icon name="plus" />
          <span>{text.newPost}</span>
        </a>
      </nav>
      <AccountMenu viewer={viewer} theme={theme} locale={locale} text={text} adminLink={adminLink} />
    </header>
  )
}

type EntryProps = {
  href: string
  icon: IconName
  children: string
  badge?: ReactNode
  /** Shown in the rail only; on phones it is in the account menu. */
  wide?: boolean
}

function Entry({ href, icon, children, badge, wide = false }: EntryProps) {
  return (
    <NavLink href={href} className={wide ? 'nav-item wide' : 'nav-item'}>
      <Icon name={icon} />
      <span>{children}</span>
      {badge}
    </NavLink>
  )
}
