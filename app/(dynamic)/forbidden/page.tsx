import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Problem } from '@/components/shell/problem'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('problem')
  return { title: t('forbiddenTitle') }
}

/** Rendered by proxy.ts in place of another page. */
export default function ForbiddenPage() {
  return <Problem kind="forbidden" />
}
