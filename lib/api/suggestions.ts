import { AppError } from '../errors'
import { suggestUsers } from '../follows/queries'
import { spend } from '../rate-limit/rate-limit'
import { nameOf, pictureOf } from '../users/view'
import type { Viewer } from '../viewer'
import { unauthenticated } from './refusals'

const privately = { 'Cache-Control': 'private, no-store' }
const atMost = 8

/**
 * Whom a member may be about to mention, for the list below what they write.
 * @param typed what stands behind the @; more than any name has brings nobody
 */
export async function answerSuggestions(viewer: Viewer | null, typed: string): Promise<Response> {
  if (!viewer) return unauthenticated()
  try {
    await spend('suggest', String(viewer.id))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const headers = { ...privately, 'Retry-After': String(error.retryAfter) }
    return Response.json({ error: error.code }, { status: 429, headers })
  }
  const name = typed.trim()
  const members = name.length > 50 ? [] : await suggestUsers(viewer, name, atMost)
  const people = members.map((member) => ({
    username: member.username,
    name: nameOf(member),
    picture: pictureOf(member, 96),
  }))
  return Response.json({ people }, { headers: privately })
}
