import { AppError } from '../errors'
import { suggestUsers } from '../follows/queries'
import { retryHeaders } from '../rate-limit/headers'
import { spend } from '../rate-limit/rate-limit'
import { nameOf, pictureOf } from '../users/view'
import type { Viewer } from '../viewer'
import { unauthenticatedResponse } from './unauthenticated'

const headers = { 'Cache-Control': 'private, no-store' }
const maxSuggestions = 8
/** Longer than any username or display name. */
const maxPrefixLength = 50

/**
 * Suggests users for a mention that the viewer is typing.
 * @param prefix the text after the @
 * @returns JSON with `people`; 401 for guests, 429 beyond the rate limit
 */
export async function handleSuggestions(viewer: Viewer | null, prefix: string): Promise<Response> {
  if (!viewer) return unauthenticatedResponse()
  try {
    await spend('suggest', String(viewer.id))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const init = { status: 429, headers: { ...headers, ...retryHeaders(error) } }
    return Response.json({ error: error.code }, init)
  }
  const name = prefix.trim()
  const users = name.length > maxPrefixLength ? [] : await suggestUsers(viewer, name, maxSuggestions)
  const people = users.map((user) => ({
    username: user.username,
    name: nameOf(user),
    picture: pictureOf(user, 64),
  }))
  return Response.json({ people }, { headers })
}
