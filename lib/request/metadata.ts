import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { env } from '../env'

/** The metadata of every page: the title template, the description and the icons. */
export async function siteMetadata(): Promise<Metadata> {
  const t = await getTranslations('site')
  return {
    title: { template: `%s - ${t('name')}`, default: t('title') },
    description: t('tagline'),
    icons: {
      icon: [
        { url: '/favicon.ico', sizes: '48x48' },
        { url: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
      ],
      apple: '/apple-touch-icon.png',
    },
    manifest: '/manifest.webmanifest',
    ...(env.APP_URL && { metadataBase: new URL(env.APP_URL) }),
  }
}
