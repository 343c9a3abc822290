import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ApiDocs } from '@/components/api-docs/api-docs'
import { siteApiReference } from '@/lib/api/openapi/site-reference'
import { setGuestLocale } from '@/lib/i18n/guest-locale'

type Props = PageProps<'/guest/[locale]/api/docs'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setGuestLocale((await params).locale)
  const t = await getTranslations('apiDocs')
  return { title: t('title') }
}

export default async function GuestApiDocsPage({ params }: Props) {
  setGuestLocale((await params).locale)
  return <ApiDocs groups={siteApiReference()} />
}
