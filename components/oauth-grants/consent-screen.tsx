import { useTranslations } from 'next-intl'
import { Card, PageHeading } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import type { AppScope } from '@/lib/oauth-grants/policy'
import type { Viewer } from '@/lib/viewer'
import { AppOrigin } from './app-origin'
import { ConsentForm } from './consent-form'

type Props = {
  viewer: Viewer
  app: { name: string; website: string; owner: { username: string } }
  scopes: AppScope[]
  /** The scopes that the member has granted before. */
  granted: AppScope[]
  redirectUri: string
  /** The authorisation request. */
  query: string
}

/** The consent page: shows the app, its owner, the scopes and the account, with buttons to allow or deny access. */
export function ConsentScreen({ viewer, app, scopes, granted, redirectUri, query }: Props) {
  const t = useTranslations('oauth')
  const { name } = app
  return (
    <>
      <PageHeading title={t('title', { name })} />
      <Card className="grid gap-4">
        <div className="[overflow-wrap:anywhere]">
          <p>
            <b dir="auto">{name}</b>{' '}
            <span className="text-quiet">
              <AppOrigin owner={app.owner.username} website={app.website} />
            </span>
          </p>
          <p>{t.rich('as', { username: viewer.username, b: (text) => <b dir="auto">{text}</b> })}</p>
        </div>
        <div>
          <h2 className="font-bold">{t('may')}</h2>
          <ul className="grid list-disc gap-1 ps-5">
            {scopes.map((scope) => (
              <li key={scope}>{t(`scopes.${scope}`)}</li>
            ))}
          </ul>
        </div>
        <p className="text-quiet">{t('mayNot')}</p>
        {granted.length > 0 && <Notice>{t('again')}</Notice>}
        <Notice category="warning">{t('unchecked')}</Notice>
        <p className="text-quiet [overflow-wrap:anywhere]">
          {t.rich('goesTo', { place: placeOf(redirectUri), b: (text) => <b dir="ltr">{text}</b> })}
        </p>
        <ConsentForm
          query={query}
          text={{ allow: t('allow'), deny: t('deny'), continue: t('continue', { name }) }}
        />
        <p className="text-sm text-quiet">
          {t.rich('end', {
            link: (text) => (
              <a href="/account/apps" className="underline underline-offset-2">
                {text}
              </a>
            ),
          })}
        </p>
      </Card>
    </>
  )
}

/** The part of a redirect URI that identifies the recipient of the response: the host, or a private scheme. */
function placeOf(redirectUri: string): string {
  const { host, protocol } = new URL(redirectUri)
  return protocol === 'https:' || protocol === 'http:' ? host : protocol
}

/** Shows why an authorisation request is refused. */
export function UntrustedRequest({ reason }: { reason: 'app' | 'redirect' | 'malformed' }) {
  const t = useTranslations('oauth')
  return (
    <>
      <PageHeading title={t('untrusted')} />
      <Card className="grid gap-3">
        <p>{t(`reasons.${reason}`)}</p>
        <p className="text-quiet">{t('untrustedLead')}</p>
      </Card>
    </>
  )
}
