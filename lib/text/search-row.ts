import { findAnnotations } from './parse-body'
import { foldText, tokenize } from './tokens'

/** Low bits of a sort key: those of the post's id, which order posts of the same millisecond. */
const idBits = 20n

/**
 * The latest time that fits, in milliseconds (2248-09-26). A signed 64-bit integer leaves 43 bits; one millisecond less
 * keeps `sortKeyLimit` above every sort key.
 */
const latestTime = 2 ** 43 - 2

/** Greater than the sort key of every post. */
export const sortKeyLimit = 2n ** 63n - 1n

/**
 * The lowest sort key of a post of that time. Sort keys order posts by time, then by id.
 * @param time a time before 1970 counts as 1970, a time after 2248-09-26 as that day
 */
export function lowestSortKey(time: Date): bigint {
  return BigInt(Math.min(Math.max(0, time.getTime()), latestTime)) << idBits
}

/** The exclusive upper bound of the sort keys before a time; for a time that does not fit, the bound of all. */
export function sortKeyLimitBefore(time: Date): bigint {
  return time.getTime() > latestTime ? sortKeyLimit : lowestSortKey(time)
}

/** The token of an author. No text contains it. */
export function authorToken(id: number): string {
  return `@${id}`
}

/** The token of a tag. No text contains it. */
export function tagToken(tag: string): string {
  return `#${foldText(tag).replace(/[^\p{L}\p{N}\p{M}_]/gu, '')}`
}

/** Tokens as both engines store them: each between two spaces. */
const joinTokens = (tokens: string[]): string => ` ${tokens.join(' ')} `

type IndexedPost = { id: number; authorId: number; body: string; createdAt: Date }

/**
 * The row of a post in the search index. The transaction that writes the post writes its row too; a deleted post has
 * none.
 */
export function searchRow(
  { id, authorId, body, createdAt }: IndexedPost,
  { tags }: { tags: string[] } = findAnnotations(body),
) {
  const words = tokenize(body).map(({ text }) => text)
  const tagTokens = tags.map(tagToken).filter((token) => token.length > 1)
  return {
    postId: id,
    authorId,
    sortKey: lowestSortKey(createdAt) + (BigInt(id) & ((1n << idBits) - 1n)),
    tokens: joinTokens([...words, ...tagTokens, authorToken(authorId)]),
  }
}

/** The tokens of a user in the search index: of the username and the display name. */
export function userTokens(user: { username: string; displayName: string }): string {
  const words = tokenize(`${user.username} ${user.displayName}`).map(({ text }) => text)
  return joinTokens([user.username.toLowerCase(), ...words])
}
