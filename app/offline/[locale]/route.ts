import { getTranslations } from 'next-intl/server'
import { plainPage, plainPagePolicy } from '@/lib/http/plain-page.mjs'
import { isLocale } from '@/lib/i18n/locales'

/** The page that public/service-worker.js stores and shows without a connection. It is the same for everyone. */
export async function GET(_: Request, { params }: RouteContext<'/offline/[locale]'>): Promise<Response> {
  const { locale } = await params
  // proxy.ts sends no other path here.
  if (!isLocale(locale)) return new Response('Not Found', { status: 404 })
  const [t, site] = await Promise.all([
    getTranslations({ locale, namespace: 'problem' }),
    getTranslations({ locale, namespace: 'site' }),
  ])
  const texts = { title: t('offline'), lead: t('offlineLead'), retry: t('retry') }
  return new Response(plainPage({ locale, site: site('name'), ...texts }), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': plainPagePolicy,
      'Cache-Control': 'public, max-age=3600',
    },
  })
}
