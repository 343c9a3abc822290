import { env } from '../../env'
import { apiReference, type GroupReference } from './reference'

let reference: GroupReference[] | undefined

/** The reference for the page of this site. It depends only on the settings, so each process builds it once. */
export function siteApiReference(): GroupReference[] {
  reference ??= apiReference(env.APP_URL ? new URL(env.APP_URL).origin : 'http://localhost:3000')
  return reference
}
