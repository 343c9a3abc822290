import { useTranslations } from 'next-intl'
import { Card, PageHeading } from '@/components/ui/card'

/** The content of the About page. */
export function About() {
  const t = useTranslations('about')
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <Card className="grid max-w-prose gap-4">
        <p>{t('what')}</p>
        <p>{t('who')}</p>
        <p>{t('data')}</p>
      </Card>
    </>
  )
}
