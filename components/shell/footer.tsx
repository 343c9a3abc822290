import { useTranslations } from 'next-intl'
import { Choices } from './choices'
import { useLocaleChoice } from './preferences'

/** Links about the site. Guests choose the language here; members have it in their menu. */
export function Footer({ chooseLocale }: { chooseLocale: boolean }) {
  const t = useTranslations('site')
  const choice = useLocaleChoice()
  return (
    <footer className="footer">
      <nav aria-label={t('footerNav')}>
        <a href="/about">{t('about')}</a>
      </nav>
      <p>{t('source')}</p>
      {chooseLocale && <Choices {...choice} />}
    </footer>
  )
}
