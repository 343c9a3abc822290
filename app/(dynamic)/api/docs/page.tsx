import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ApiDocs } from '@/components/api-docs/api-docs'
import { siteApiReference } from '@/lib/api/openapi/site-reference'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apiDocs')
  return { title: t('title') }
}

export default function ApiDocsPage() {
  return <ApiDocs groups={siteApiReference()} />
}
