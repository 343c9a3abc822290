import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'

/** The home page of guests. */
export function Welcome() {
  const t = useTranslations()
  const features = [t('welcome.feature1'), t('welcome.feature2'), t('welcome.feature3')]
  return (
    <div className="grid gap-8 py-6 sm:py-12">
      <div className="grid gap-4">
        <h1 className="text-4xl font-bold tracking-tight text-balance sm:text-5xl">{t('welcome.heading')}</h1>
        <p className="max-w-prose text-lg text-quiet">{t('welcome.lead')}</p>
      </div>
      <p className="flex flex-wrap gap-3">
        <a href="/signup" className={buttonClass()}>
          {t('nav.signUp')}
        </a>
        <a href="/explore" className={buttonClass('secondary')}>
          {t('welcome.explore')}
        </a>
      </p>
      <ul className="grid gap-3 sm:grid-cols-3">
        {features.map((feature) => (
          <li key={feature} className="rounded-xl border border-line bg-card p-4 text-pretty">
            {feature}
          </li>
        ))}
      </ul>
    </div>
  )
}
