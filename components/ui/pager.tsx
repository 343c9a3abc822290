import { useTranslations } from 'next-intl'
import { buttonClass } from './button'

type Props = {
  path: string
  older: string | null
  newer: string | null
}

/** Links to the adjacent pages of a list, or a note at its end. */
export function Pager({ path, older, newer }: Props) {
  const t = useTranslations('pager')
  return (
    <nav
      aria-label={t('label')}
      data-pager
      className="flex min-h-11 flex-wrap items-center justify-between gap-4"
    >
      {newer ? (
        <a href={newer === '?' ? path : path + newer} rel="prev" className={buttonClass('secondary')}>
          {t('newer')}
        </a>
      ) : (
        <span />
      )}
      {older ? (
        <a href={path + older} rel="next" className={buttonClass('secondary')}>
          {t('older')}
        </a>
      ) : (
        <p className="text-sm text-quiet">{t('end')}</p>
      )}
    </nav>
  )
}
