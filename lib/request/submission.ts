import { headers } from 'next/headers'
import { safeNext } from '../http/safe-next'

/** Whether script sent the form, so that the result goes back to the open page. False for a plain form. */
export async function isScriptSubmission(): Promise<boolean> {
  return (await headers()).has('next-action')
}

/** The path and query of the page that contains the form; `/` when the browser does not tell. */
export async function refererPath(): Promise<string> {
  const referer = (await headers()).get('referer')
  if (!referer || !URL.canParse(referer)) return '/'
  const { pathname, search } = new URL(referer)
  return safeNext(pathname + search)
}
