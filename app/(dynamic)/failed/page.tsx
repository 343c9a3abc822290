import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { Problem } from '@/components/shell/problem'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('problem')
  return { title: t('errorTitle') }
}

/** Rendered by scripts/error-pages.mjs in place of a page that has failed. */
export default async function FailedPage() {
  return <Problem kind="error" requestId={(await headers()).get('x-request-id')} />
}
