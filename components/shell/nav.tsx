import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/button'
import { logOutAction } from '@/lib/sessions/actions'
import type { Viewer } from '@/lib/viewer-type'
import { Icon, type IconName } from './icons'

const item =
  'inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-full px-2 text-sm font-semibold text-ink hover:bg-sunk lg:px-3'

const label = 'sr-only lg:not-sr-only'

/** The bar on top of every page. On small screens the members' entries show their pictures only. */
export function Nav({ viewer }: { viewer: Viewer | null }) {
  const t = useTranslations()
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-card">
      <nav aria-label={t('site.mainNav')} className="mx-auto flex max-w-4xl items-center gap-1 px-4 py-1.5">
        <a
          href="/"
          className="mr-auto inline-flex min-h-11 items-center gap-2 text-lg font-bold tracking-tight"
        >
          <svg aria-hidden="true" viewBox="0 0 32 32" width="28" height="28" className="text-accent">
            <path
              fill="currentColor"
              d="M3 20c5 0 7-3 8-7 1-5 5-8 9-8 3 0 5 1 6 3l4 2-4 2c0 8-5 14-13 14-5 0-8-2-10-6Z"
            />
            <circle cx="21.5" cy="10" r="1.4" className="fill-card" />
          </svg>
          {t('site.name')}
        </a>
        {viewer ? <MemberLinks viewer={viewer} /> : <GuestLinks />}
      </nav>
    </header>
  )
}

function GuestLinks() {
  const t = useTranslations('nav')
  return (
    <>
      <a href="/explore" className={`${item} px-3`}>
        {t('explore')}
      </a>
      <a href="/login" className={`${item} px-3`}>
        {t('logIn')}
      </a>
      <a href="/signup" className={`${buttonClass()} whitespace-nowrap`}>
        {t('signUp')}
      </a>
    </>
  )
}

function MemberLinks({ viewer }: { viewer: Viewer }) {
  const t = useTranslations('nav')
  return (
    <>
      <Entry href="/" icon="home">
        {t('home')}
      </Entry>
      <Entry href="/explore" icon="explore">
        {t('explore')}
      </Entry>
      <Entry href={`/users/${viewer.username}`} icon="profile">
        {t('profile')}
      </Entry>
      <Entry href="/account" icon="account">
        {t('account')}
      </Entry>
      <form action={logOutAction}>
        <button type="submit" className={item} title={t('logOut')}>
          <Icon name="logOut" />
          <span className={label}>{t('logOut')}</span>
        </button>
      </form>
    </>
  )
}

function Entry({ href, icon, children }: { href: string; icon: IconName; children: ReactNode }) {
  return (
    <a href={href} className={item} title={String(children)}>
      <Icon name={icon} />
      <span className={label}>{children}</span>
    </a>
  )
}
