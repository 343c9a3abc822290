import { setRequestLocale } from 'next-intl/server'
import { Welcome } from '@/components/shell/welcome'

export default async function WelcomePage({ params }: PageProps<'/guest/[locale]'>) {
  setRequestLocale((await params).locale)
  return <Welcome />
}
