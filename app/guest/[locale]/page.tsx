import { Welcome } from '@/components/shell/welcome'
import { setGuestLocale } from '@/lib/i18n/guest-locale'

export default async function WelcomePage({ params }: PageProps<'/guest/[locale]'>) {
  setGuestLocale((await params).locale)
  return <Welcome />
}
