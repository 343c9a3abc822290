// The page for status 500 when the site cannot render its own, for example without a database.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Negotiator from 'negotiator'
import { plainPage, plainPagePolicy } from '../lib/http/plain-page.mjs'
import { root } from './settings.mjs'

const directory = join(root, 'lib/i18n/messages')
const fallback = 'en'

/** @returns the page in the language of the request, as status, headers and body */
export function plainErrorPage(request, headers) {
  const locale = chooseLocale(request)
  const { site, problem } = JSON.parse(readFileSync(join(directory, `${locale}.json`), 'utf8'))
  const body = plainPage({
    locale,
    site: site.name,
    title: problem.error,
    lead: problem.errorLead,
    note: problem.reference.replace('{id}', request.headers['x-request-id']),
    retry: problem.retry,
  })
  return {
    status: 500,
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': plainPagePolicy,
      'referrer-policy': 'same-origin',
    },
    body,
  }
}

/** The language of the cookie, else of Accept-Language. */
function chooseLocale({ headers }) {
  const locales = readdirSync(directory).flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? [])
  const chosen = /(?:^|;\s*)roost\.locale=([\w-]+)/.exec(headers.cookie ?? '')?.[1]
  if (locales.includes(chosen)) return chosen
  // The first language wins a tie, as with the header *.
  const ordered = [fallback, ...locales.filter((locale) => locale !== fallback)]
  const accept = (headers['accept-language'] ?? '*').slice(0, 500)
  return new Negotiator({ headers: { 'accept-language': accept } }).language(ordered) ?? fallback
}
