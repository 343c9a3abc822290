import { markMalformed } from './response-status'

/**
 * Messages of undici, busboy, React and Next for a body that cannot be read as a form or as arguments of an action. The
 * proxy refuses a body that is too large by its length, which a client need not send.
 */
const messages =
  /^(?:Body exceeded \S+ limit\.|Failed to parse body as FormData\.|Unexpected end of (?:form|multipart data)|Malformed (?:part header|urlencoded form|content type)|Multipart: Boundary not found|(?:Missing|Unsupported) content.?type\b|Connection closed\.$|Referenced Blob is not a Blob\.)/i

/**
 * Whether an error of Next means that the body of the request is malformed. Then it also makes status 400 of the
 * response, in place of 500.
 */
export function isMalformedBody(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (!messages.test(error.message) && !isInvalidArgument(error)) return false
  markMalformed()
  return true
}

/** JSON that React cannot parse as arguments of an action. Our own code parses no JSON of requests without a check. */
function isInvalidArgument({ name, stack = '' }: Error): boolean {
  return name === 'SyntaxError' && /^[^\n]*\n[^\n]*JSON\.parse[^\n]*\n[^\n]*next-server/.test(stack)
}
