import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { SearchBox } from '@/components/search/search-box'
import { Footer } from './footer'

type Props = {
  /** Whether the language is chosen here. */
  chooseLocale: boolean
  /** Lists between the search box and the footer. */
  children?: ReactNode
}

/** The column beside the page: search, lists for members and links about the site. */
export function SideColumn({ chooseLocale, children = <div className="side-lists" /> }: Props) {
  const t = useTranslations()
  return (
    <div className="side">
      <SearchBox label={t('search.label')} />
      {children}
      <Footer chooseLocale={chooseLocale} />
    </div>
  )
}
