import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ConsentScreen, UntrustedRequest } from '@/components/oauth-grants/consent-screen'
import { Problem } from '@/components/shell/problem'
import { checkAuthorization, findGrantedScopes } from '@/lib/oauth-grants/queries'
import { readAuthorizationParameters, toQuery } from '@/lib/oauth-grants/schema'
import { requestOrigin } from '@/lib/request/origin'
import { limitPage } from '@/lib/request/page-limit'
import { requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('oauth')
  return { title: t('heading'), robots: { index: false } }
}

export default async function AuthorizePage({ searchParams }: PageProps<'/oauth/authorize'>) {
  const parameters = readAuthorizationParameters(await searchParams)
  const query = toQuery(parameters)
  const viewer = await requireViewer(`/oauth/authorize?${query}`)
  if (!(await limitPage('oauth-authorize', viewer))) return <Problem kind="busy" />
  const check = await checkAuthorization(parameters, await requestOrigin())
  if (check.kind === 'untrusted') return <UntrustedRequest reason={check.reason} />
  if (check.kind === 'refused') redirect(check.redirectTo)
  const { app, scopes, redirectUri } = check.request
  const granted = await findGrantedScopes(viewer, app.id)
  return <ConsentScreen {...{ viewer, app, scopes, granted, redirectUri, query }} />
}
