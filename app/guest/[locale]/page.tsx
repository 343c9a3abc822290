import { Welcome } from '@/components/shell/welcome'
import { env } from '@/lib/env'
import { exploreFeed } from '@/lib/feeds/queries'
import { setGuestLocale } from '@/lib/i18n/guest-locale'

export default async function WelcomePage({ params }: PageProps<'/guest/[locale]'>) {
  setGuestLocale((await params).locale)
  return <Welcome page={await exploreFeed(null, null, env.POSTS_PER_PAGE)} />
}
