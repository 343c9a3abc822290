import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { maxQueryLength } from '@/lib/search/parse-query'
import { SearchPopover } from './search-popover'

const open =
  'inline-flex min-h-11 min-w-11 items-center justify-center rounded-full text-ink hover:bg-sunk md:hidden'

// A native popover on small screens; from `md` on it is part of the bar.
const box =
  'fixed inset-x-4 top-16 bottom-auto m-0 w-auto rounded-xl border border-line bg-card p-3 shadow-lg md:static md:block md:w-44 md:overflow-visible md:border-0 md:p-0 md:shadow-none lg:w-52'

/** The search box in the navigation. */
export function SearchBox() {
  const t = useTranslations('search')
  return (
    <search className="contents">
      <button
        type="button"
        popoverTarget="site-search"
        className={open}
        aria-label={t('open')}
        title={t('open')}
      >
        <Icon name="search" />
      </button>
      <SearchPopover id="site-search" className={box}>
        <input
          type="search"
          name="q"
          aria-label={t('label')}
          placeholder={t('label')}
          maxLength={maxQueryLength}
          enterKeyHint="search"
          className="min-h-11 w-full rounded-full border border-edge bg-page px-4 text-base text-ink placeholder:text-quiet md:text-sm"
        />
      </SearchPopover>
    </search>
  )
}
