import { findAnnotations } from './parse-body'
import { foldText, tokenize } from './tokens'

/** What of a post can be searched; of a member it is the two names. */
type SearchedPost = { id: number; authorId: number; body: string; createdAt: Date }

/** Low bits of a place: those of the post's id, which order posts of the same millisecond. */
const idBits = 20n

/**
 * The latest time that a place tells, in milliseconds (2248-09-26): 43 bits are left in a signed 64-bit integer, less one
 * millisecond so that `endOfPlaces` is above every place.
 */
const latest = 2 ** 43 - 2

/**
 * The lowest place of a post of that time. Places are ordered by time, then by id.
 * @param time times before 1970 count as 1970, times after 2248-09-26 as that day
 */
export const placeOf = (time: Date): bigint => BigInt(Math.min(Math.max(0, time.getTime()), latest)) << idBits

/** Above the place of every post. */
export const endOfPlaces = 2n ** 63n - 1n

/** The place that ends the posts before a time; for a time that no place can tell, the end of all posts. */
export const placeBefore = (time: Date): bigint => (time.getTime() > latest ? endOfPlaces : placeOf(time))

/** The token of an author, which no text contains. */
export const authorToken = (id: number): string => `@${id}`

/** The token of a tag, which no text contains. */
export const tagToken = (tag: string): string => `#${foldText(tag).replace(/[^\p{L}\p{N}\p{M}_]/gu, '')}`

/** Tokens as both engines hold them: each between two spaces. */
const line = (tokens: string[]): string => ` ${tokens.join(' ')} `

/**
 * The row by which a post is found. Written wherever a post is written, in the same transaction; a post that is no
 * longer shown has none.
 */
export function searchRow(
  { id, authorId, body, createdAt }: SearchedPost,
  { tags }: { tags: string[] } = findAnnotations(body),
) {
  const words = tokenize(body).map(({ text }) => text)
  const tagTokens = tags.map(tagToken).filter((token) => token.length > 1)
  return {
    postId: id,
    authorId,
    place: placeOf(createdAt) + (BigInt(id) & ((1n << idBits) - 1n)),
    tokens: line([...words, ...tagTokens, authorToken(authorId)]),
  }
}

/** The text by which a member is found. */
export const userTokens = (user: { username: string; displayName: string }): string =>
  line([
    user.username.toLowerCase(),
    ...tokenize(`${user.username} ${user.displayName}`).map(({ text }) => text),
  ])
