import { headers } from 'next/headers'
import { safeNext } from '../http/safe-next'
import { parseUrl } from '../url'

/** Whether script sent the form and handles the result. A plain form was submitted by the browser. */
export async function isScriptSubmission(): Promise<boolean> {
  return (await headers()).has('next-action')
}

/** The path and query of the page that contains the form; `/` without a valid Referer header. */
export async function refererPath(): Promise<string> {
  const referer = (await headers()).get('referer')
  const url = referer ? parseUrl(referer) : null
  return url ? safeNext(url.pathname + url.search) : '/'
}
