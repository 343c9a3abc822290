import type { OperationSpec } from '../rest/operation'

/** Quotes a string for a POSIX shell. */
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/**
 * The curl command of an example request.
 * @param url with the example of each path parameter
 * @param body undefined without a body
 */
export function curlOf({ method, access }: OperationSpec, url: string, body: unknown): string {
  const credentials =
    access === 'public'
      ? null
      : access === 'basic'
        ? '-u "$NAME:$PASSWORD"'
        : '-H "Authorization: Bearer $TOKEN"'
  return [
    ['curl', method !== 'GET' && `-X ${method}`, quote(url)].filter(Boolean).join(' '),
    credentials,
    body !== undefined && `-H 'Content-Type: application/json'`,
    body !== undefined && `-d ${quote(JSON.stringify(body))}`,
  ]
    .filter(Boolean)
    .join(' \\\n  ')
}
