import { useTranslations } from 'next-intl'
import { SearchButton } from '@/components/search/search-box'
import { buttonClass } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { HomeLink } from './home-link'
import { NavLink } from './nav-link'

/** The header of guests: a bar at the top, from 768 pixels on a rail beside the page (app/shell.css). */
export function GuestHeader() {
  const t = useTranslations()
  return (
    <header className="rail">
      <HomeLink name={t('site.name')} />
      <SearchButton label={t('search.open')} text={t('search.label')} />
      <nav aria-label={t('site.mainNav')} className="main-nav guest-nav">
        <NavLink href="/explore" className="nav-item">
          <Icon name="explore" />
          <span>{t('nav.explore')}</span>
        </NavLink>
        <NavLink href="/login" className={buttonClass('secondary')}>
          {t('nav.logIn')}
        </NavLink>
        <NavLink href="/signup" className={buttonClass()}>
          {t('nav.signUp')}
        </NavLink>
      </nav>
    </header>
  )
}
