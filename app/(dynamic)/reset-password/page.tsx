import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Card, PageHeading } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { ResetRequestForm } from '@/components/users/reset-request-form'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'
import { firstParam } from '@/lib/request/search-params'
import { getViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('recovery')
  return { title: t('title') }
}

export default async function ResetRequestPage({ searchParams }: PageProps<'/reset-password'>) {
  if (await getViewer()) redirect('/')
  const [params, t, fieldErrors, formErrors] = await Promise.all([
    searchParams,
    getTranslations('recovery'),
    fieldErrorTexts(['email']),
    formErrorTexts(),
  ])
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      {firstParam(params.expired) && <Notice category="warning">{t('expired')}</Notice>}
      <Card>
        <ResetRequestForm
          text={{ title: t('title'), email: t('email'), button: t('button') }}
          fieldErrors={fieldErrors}
          formErrors={formErrors}
        />
      </Card>
      <a
        href="/login"
        className="inline-flex min-h-11 items-center justify-self-start font-semibold text-accent underline underline-offset-2"
      >
        {t('back')}
      </a>
    </>
  )
}
