import { isNotModified } from '../../http/conditional.mjs'
import { entityTag } from './entity-tag'
import { uncached } from './errors'

/** Clients may store the response, but must revalidate it before each use. */
const revalidated = { 'Cache-Control': 'private, no-cache', Vary: 'Authorization, Accept' }

type Options = {
  /** The version of what the client can edit, from `versionOf`. */
  version?: string
  headers?: Record<string, string>
}

/** Responds to GET with JSON and its entity tag, or with 304 when the client has it already. */
export function respondWithJson(request: Request, data: object, options: Options = {}): Response {
  const json = JSON.stringify(data)
  const tag = entityTag(json, options.version)
  const headers = { ...revalidated, ETag: tag, ...options.headers }
  if (isNotModified({ ifNoneMatch: request.headers.get('if-none-match') }, { etag: tag }))
    return new Response(null, { status: 304, headers })
  return new Response(json, { headers: { ...headers, 'Content-Type': 'application/json' } })
}

/** Responds to a change with the changed resource. */
export function respondWithChange(data: object, options: Options & { status?: 200 | 201 } = {}): Response {
  const json = JSON.stringify(data)
  const headers = new Headers({ ...uncached, ...options.headers, 'Content-Type': 'application/json' })
  if (options.version !== undefined) headers.set('ETag', entityTag(json, options.version))
  return new Response(json, { status: options.status ?? 200, headers })
}

/** Responds to a change that leaves nothing to show. */
export function respondWithoutBody(): Response {
  return new Response(null, { status: 204, headers: uncached })
}
