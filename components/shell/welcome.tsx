import { useTranslations } from 'next-intl'
import { StaticPostList } from '@/components/posts/static-post-list'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'

/** The home page of guests: what the site is, sign-up, and the newest posts of the community. */
export function Welcome({ page }: { page: Page<PostView> }) {
  const t = useTranslations()
  return (
    <>
      <div className="bleed grid gap-4 border-b border-line px-(--gutter) py-8">
        <h1 className="text-[2.125rem] leading-tight font-extrabold text-balance">{t('welcome.heading')}</h1>
        <p className="text-lg text-quiet">{t('welcome.lead')}</p>
        <p className="flex flex-wrap gap-3">
          <a href="/signup" className={buttonClass()}>
            {t('nav.signUp')}
          </a>
          <a href="/explore" className={buttonClass('secondary')}>
            {t('welcome.explore')}
          </a>
        </p>
      </div>
      <h2 className="text-[0.9375rem] font-extrabold">{t('welcome.newest')}</h2>
      <div className="bleed border-t border-line px-(--gutter) pt-4">
        {/* Older posts are on Explore. */}
        <StaticPostList page={page} path="/explore" empty={<EmptyState title={t('explore.empty')} />} />
      </div>
    </>
  )
}
