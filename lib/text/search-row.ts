import { tagsOf } from './parse-body'
import { foldText, tokenize } from './tokens'

/** What of a post can be searched; of a member it is the two names. */
type SearchedPost = { id: number; authorId: number; body: string; createdAt: Date }

/** Bits of a place that tell posts of the same millisecond apart. */
const idBits = 22n

/** Where a moment begins in the order of posts. */
export const placeOf = (time: Date): bigint => BigInt(Math.max(0, time.getTime())) << idBits

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
export function searchRow({ id, authorId, body, createdAt }: SearchedPost) {
  const words = tokenize(body).map(({ text }) => text)
  const tags = tagsOf(body).map(tagToken)
  const marks = [...tags.filter((token) => token.length > 1), authorToken(authorId)]
  return {
    postId: id,
    authorId,
    place: placeOf(createdAt) + (BigInt(id) & ((1n << idBits) - 1n)),
    tokens: line([...words, ...marks]),
  }
}

/** The text by which a member is found. */
export const userTokens = (user: { username: string; displayName: string }): string =>
  line([
    user.username.toLowerCase(),
    ...tokenize(`${user.username} ${user.displayName}`).map(({ text }) => text),
  ])
