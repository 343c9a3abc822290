import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { About } from '@/components/shell/about'
import { setGuestLocale } from '@/lib/i18n/guest-locale'

type Props = PageProps<'/guest/[locale]/about'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setGuestLocale((await params).locale)
  const t = await getTranslations('about')
  return { title: t('title') }
}

export default async function GuestAboutPage({ params }: Props) {
  setGuestLocale((await params).locale)
  return <About />
}
