import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { env } from './env'

/** What every page says of itself: `<page> - <site>`, or the welcome. */
export async function siteMetadata(): Promise<Metadata> {
  const t = await getTranslations('site')
  return {
    title: { template: `%s - ${t('name')}`, default: t('title') },
    description: t('tagline'),
    ...(env.APP_URL && { metadataBase: new URL(env.APP_URL) }),
  }
}
