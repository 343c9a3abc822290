import { limits } from '../limits'
import { rowId } from '../text/fields'
import { z } from '../zod'

/** The parameters of an authorisation request that we read. Others are ignored (RFC 6749 §3.1). */
export const requestFields = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'response_mode',
  'request',
  'request_uri',
] as const
type RequestField = (typeof requestFields)[number]

/** An authorisation request as it was sent. */
export type AuthorizationParameters = {
  values: Partial<Record<RequestField, string>>
  /** Parameters that were sent more than once. */
  repeated: RequestField[]
}

/** Reads the query of an authorisation request. An empty parameter counts as absent (RFC 6749 §3.1). */
export function readAuthorizationParameters(
  query: Record<string, string | string[] | undefined>,
): AuthorizationParameters {
  const entries = requestFields.map((field) => [field, query[field]] as const)
  return {
    values: Object.fromEntries(entries.filter(([, value]) => typeof value === 'string' && value !== '')),
    repeated: entries.flatMap(([field, value]) => (Array.isArray(value) ? [field] : [])),
  }
}

/** Reads the query of the consent form. */
export function parseAuthorizationQuery(query: string): AuthorizationParameters {
  const params = new URLSearchParams(query)
  return readAuthorizationParameters(toRecord(params))
}

/** The parameters of a query; a list for those that are repeated. */
export function toRecord(params: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(params.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const [value = '', ...more] = params.getAll(name)
      return [name, more.length > 0 ? [value, ...more] : value]
    }),
  )
}

/** The request, as a query. */
export function toQuery({ values }: AuthorizationParameters): string {
  return new URLSearchParams(values as Record<string, string>).toString()
}

/** The form of the consent page: the request again, and the button. */
export const decisionInput = z.object({
  query: z.string().max(limits.oauthGrants.request),
  decision: z.enum(['allow', 'deny']).catch('deny'),
})

export const revokeAppInput = z.object({ app: rowId })
