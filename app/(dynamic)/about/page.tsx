import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { About } from '@/components/shell/about'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('about')
  return { title: t('title') }
}

export default function AboutPage() {
  return <About />
}
