import { findUrlProblem } from '../http/outbound-url'
import type { NetworkScope } from '../http/permitted-address'

/** Milliseconds for which a former secret signs too. */
export const formerSecretPeriod = 24 * 60 * 60_000

/**
 * Finds why a webhook may not have an address, as the key of an error of the field `url`. The addresses of its host are
 * checked at each attempt.
 */
export function findAddressError(url: string, scope: NetworkScope): string | null {
  const problem = findUrlProblem(new URL(url), scope)
  if (!problem) return null
  return problem === 'scheme' && scope === 'any' ? 'url.schemeAny' : `url.${problem}`
}
