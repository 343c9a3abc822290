import { useTranslations } from 'next-intl'
import { Card, PageHeading } from '@/components/ui/card'
import { runningVersion } from '@/lib/env/version'

/** The content of the About page. */
export function About() {
  const t = useTranslations('about')
  const { version, commit } = runningVersion()
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <Card className="grid max-w-prose gap-4">
        <p>{t('what')}</p>
        <p>{t('who')}</p>
        <p>{t('data')}</p>
        <p>
          {t.rich('api', {
            docs: (label) => (
              <a href="/api/docs" className="text-accent underline underline-offset-2">
                {label}
              </a>
            ),
          })}
        </p>
        <p className="text-sm text-quiet">
          {t.rich('version', {
            version: () => <bdi>{commit ? `${version} (${commit})` : version}</bdi>,
          })}
        </p>
      </Card>
    </>
  )
}
