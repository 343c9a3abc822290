import { useTranslations } from 'next-intl'
import { SearchButton } from '@/components/search/search-box'
import { buttonClass } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { HomeLink } from './home-link'
import { NavLink } from './nav-link'

/** The longest labels have to fit beside three icons on the smallest phones, and into the narrow rail. */
const fitting =
  'max-md:whitespace-nowrap max-[24rem]:px-1 max-[24rem]:text-[0.6875rem] md:max-lg:px-1 md:max-lg:text-xs'

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
        <NavLink href="/login" className={`${buttonClass('secondary')} ${fitting}`}>
          {t('nav.logIn')}
        </NavLink>
        <NavLink href="/signup" className={`${buttonClass()} ${fitting}`}>
          {t('nav.signUp')}
        </NavLink>
      </nav>
    </header>
  )
}
