import type { ReactNode } from 'react'
import { ButtonForm } from '@/components/ui/button-form'
import { Icon, type IconName } from '@/components/ui/icon'
import { UserPicture } from '@/components/users/user-picture'
import type { Theme } from '@/lib/preferences/schema'
import { logOutAction } from '@/lib/sessions/actions'
import { nameOf, type UserSummary } from '@/lib/users/view'
import { Choices } from './choices'
import type { HeaderTexts } from './header-texts'
import { NavLink } from './nav-link'

type Props = {
  viewer: UserSummary
  theme: Theme
  locale: string
  text: HeaderTexts
  adminLink?: ReactNode
}

/**
 * The viewer's picture, which opens a menu: a native popover, which works without JavaScript. Where there is room the
 * button to log out is beside it, elsewhere in the menu (app/shell.css).
 */
export function AccountMenu({ viewer, theme, locale, text, adminLink }: Props) {
  return (
    <div className="account">
      <button type="button" popoverTarget="account-menu" aria-label={text.menu} className="account-button">
        <UserPicture user={viewer} size={40} alt="" eager />
        <span className="account-names">
          <bdi>{nameOf(viewer)}</bdi>
          <span>
            <bdi dir="ltr">{`@${viewer.username}`}</bdi>
          </span>
        </span>
      </button>
      <div id="account-menu" popover="auto" className="account-menu">
        <Entry href={`/users/${viewer.username}`} icon="profile">
          {text.profile}
        </Entry>
        <Entry href="/bookmarks" icon="bookmark">
          {text.bookmarks}
        </Entry>
        <Entry href="/account" icon="account">
          {text.account}
        </Entry>
        {adminLink}
        <Choices {...text.theme} current={theme} />
        <Choices {...text.locale} current={locale} />
        <button type="submit" form="log-out" className="nav-item log-out">
          <Icon name="log-out" />
          <span>{text.logOut}</span>
        </button>
      </div>
      <ButtonForm id="log-out" action={logOutAction} floating>
        <button
          type="submit"
          aria-label={text.logOut}
          title={text.logOut}
          className="round-button log-out-beside"
        >
          <Icon name="log-out" />
        </button>
      </ButtonForm>
    </div>
  )
}

function Entry({ href, icon, children }: { href: string; icon: IconName; children: string }) {
  return (
    <NavLink href={href} className="nav-item">
      <Icon name={icon} />
      <span>{children}</span>
    </NavLink>
  )
}
