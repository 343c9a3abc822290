// The page for status 500 when the site cannot render its own, and for status 503 during an outage of the database.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Negotiator from 'negotiator'
import { plainPage, plainPagePolicy } from '../lib/http/plain-page.mjs'
import { root } from './settings.mjs'

const directory = join(root, 'lib/i18n/messages')
const fallback = 'en'

/** @returns the page in the language of the request, as status, headers and body */
export function plainErrorPage(request, headers, status = 500) {
  const locale = chooseLocale(request)
  const [title, lead] = status === 503 ? ['unavailable', 'unavailableLead'] : ['error', 'errorLead']
  const { site, problem } = JSON.parse(readFileSync(join(directory, `${locale}.json`), 'utf8'))
  const body = plainPage({
    locale,
    site: site.name,
    title: problem[title],
    lead: problem[lead],
    note: problem.reference.replace('{id}', request.headers['x-request-id']),
    retry: problem.retry,
  })
  return {
    status,
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
