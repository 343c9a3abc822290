import type { NextRequest } from 'next/server'
import { publicOrigin } from '../http/cookies'
import { formActionSource } from '../oauth-apps/policy'
import { checkAuthorization } from '../oauth-grants/queries'
import { readAuthorizationParameters, toRecord } from '../oauth-grants/schema'
import type { Route } from './routes'

/** What the headers of a page depend on besides the page. */
export type PageOptions = {
  /** Where forms may be redirected besides this site: a source expression of the Content-Security-Policy. */
  formTarget?: string
  status?: 400
}

/**
 * Checks the request that the consent page shows: its form may be redirected to the app, and a request whose error is
 * shown on our page only has status 400. Other pages have no options.
 */
export async function findPageOptions(request: NextRequest, { name }: Route): Promise<PageOptions> {
  if (name !== '/oauth/authorize') return {}
  const parameters = readAuthorizationParameters(toRecord(request.nextUrl.searchParams))
  const check = await checkAuthorization(parameters, publicOrigin(request.headers))
  if (check.kind === 'untrusted') return { status: 400 }
  return check.kind === 'valid' ? { formTarget: formActionSource(check.request.redirectUri) } : {}
}
