import type { NextRequest } from 'next/server'

/** Whether Auth.js accepts the URLs to return to in the query and the cookie of a request. It answers 500 to others. */
export function hasValidCallbackUrls({ nextUrl, cookies }: NextRequest): boolean {
  const stored = cookies.getAll().filter(({ name }) => name.endsWith('authjs.callback-url'))
  const urls = [...nextUrl.searchParams.getAll('callbackUrl'), ...stored.map(({ value }) => value)]
  return urls.every((url) => url === '' || isHttpUrl(url))
}

function isHttpUrl(url: string): boolean {
  const base = url.startsWith('/') ? 'http://localhost' : undefined
  return URL.canParse(url, base) && /^https?:$/.test(new URL(url, base).protocol)
}

/** Types of errors of Auth.js whose cause is a request that no page sends, or the response of a provider. */
const clientErrors = [
  'InvalidCallbackUrl',
  'InvalidCheck',
  'InvalidProvider',
  'MissingCSRF',
  'OAuthCallbackError',
  'UnknownAction',
]

/** Whether any client can cause an error that Auth.js logs, for example with a body that is not JSON. */
export function isClientError(error: Error): boolean {
  return error instanceof SyntaxError || ('type' in error && clientErrors.includes(String(error.type)))
}
