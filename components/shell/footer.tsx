import { useLocale, useTranslations } from 'next-intl'
import { Choices } from './choices'
import { localeChoice } from './preferences'

/** Links about the site. Guests choose the language here; members have it in their menu. */
export function Footer({ chooseLocale }: { chooseLocale: boolean }) {
  const t = useTranslations()
  const locale = useLocale()
  return (
    <footer className="footer">
      <nav aria-label={t('site.footerNav')}>
        <a href="/about">{t('site.about')}</a>
      </nav>
      <p>{t('site.source')}</p>
      {chooseLocale && <Choices {...localeChoice(t)} current={locale} />}
    </footer>
  )
}
