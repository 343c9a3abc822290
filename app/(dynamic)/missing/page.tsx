import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Problem } from '@/components/shell/problem'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('problem')
  return { title: t('notFoundTitle') }
}

/** Rendered by proxy.ts in place of another page. */
export default function MissingPage() {
  return <Problem kind="notFound" />
}
