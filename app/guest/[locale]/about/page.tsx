import type { Metadata } from 'next'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { About } from '@/components/shell/about'

type Props = PageProps<'/guest/[locale]/about'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setRequestLocale((await params).locale)
  const t = await getTranslations('about')
  return { title: t('title') }
}

export default async function GuestAboutPage({ params }: Props) {
  setRequestLocale((await params).locale)
  return <About />
}
