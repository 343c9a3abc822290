import { markMalformed } from './response-status'

/** Messages of undici, busboy and React for a body that cannot be read as a form or as arguments of an action. */
const messages =
  /^(?:Failed to parse body as FormData\.|Unexpected end of (?:form|multipart data)|Malformed (?:part header|urlencoded form|content type)|Multipart: Boundary not found|(?:Missing|Unsupported) content.?type\b|Connection closed\.$)/i

/**
 * Whether an error of Next means that the body of the request is malformed. Then it also makes status 400 of the
 * response, in place of 500.
 */
export function isMalformedBody(error: unknown): boolean {
  if (!(error instanceof Error) || !messages.test(error.message)) return false
  markMalformed()
  return true
}
