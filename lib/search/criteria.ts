import { Prisma } from '../db/db'
import { authorToken } from '../text/search-row'
import type { TokenSequence } from '../text/tokens'
import type { SearchQuery, Term } from './parse-query'

/** A query in tokens of the index, with authors by id. */
export type SearchCriteria = {
  required: TokenSequence[]
  /** One of these is enough. Empty when the query names no author. */
  authors: TokenSequence[]
  excluded: TokenSequence[]
}

/** A slice of the matches in the order of their sort keys. */
export type SearchWindow = {
  /** Inclusive lower bound of the sort keys. */
  from: bigint
  /** Exclusive upper bound of the sort keys. */
  to: bigint
  ascending: boolean
  limit: number
  /** Condition on `s`, a row of post_search, that the viewer may see the post. */
  visible: Prisma.Sql
  /** Rows that PostgreSQL filters before it uses the full-text index; 20,000 by default. */
  scanLimit?: number
}

/** A row of post_search that matches. */
export type SearchMatch = { postId: number; sortKey: bigint; tokens: string }

/** A match on one line. With one row per match, the database client takes longer than the search for 500 matches. */
const line = Prisma.sql`s.post_id || ' ' || s.place || s.tokens`

/**
 * A statement for `parseMatches`.
 * @param from what follows FROM in a statement whose table or alias `s` has the columns of post_search, in the order
 * and with the limit of the window
 * @param joinLines the engine's aggregate function that joins lines in a given order
 */
export function matchesSql(
  from: Prisma.Sql,
  { ascending }: SearchWindow,
  joinLines: (line: Prisma.Sql, order: Prisma.Sql) => Prisma.Sql,
): Prisma.Sql {
  const order = ascending ? Prisma.sql`m.place ASC` : Prisma.sql`m.place DESC`
  return Prisma.sql`
    SELECT ${joinLines(Prisma.sql`m.line`, order)} AS matches
    FROM (SELECT s.place, ${line} AS line FROM ${from}) m`
}

/** The matches in the result of `matchesSql`. Tokens contain no line breaks. */
export function parseMatches([row]: { matches: string | null }[]): SearchMatch[] {
  if (!row?.matches) return []
  return row.matches.split('\n').map((text) => {
    const placeStart = text.indexOf(' ') + 1
    const tokensStart = text.indexOf(' ', placeStart)
    return {
      postId: Number(text.slice(0, placeStart - 1)),
      sortKey: BigInt(text.slice(placeStart, tokensStart)),
      tokens: text.slice(tokensStart),
    }
  })
}

/** @param authorIds ids by username; an author who is missing matches no post */
export function toSearchCriteria(query: SearchQuery, authorIds: Map<string, number>): SearchCriteria {
  const single = (token: string): TokenSequence => ({ tokens: [token], prefix: false })
  const textTerms = (terms: Term[]) =>
    terms.flatMap((term) => {
      if (term.kind === 'author') return []
      return term.kind === 'tag' ? [single(term.token)] : [term]
    })
  const authorTerms = (terms: Term[]) => {
    const names = terms.flatMap((term) => (term.kind === 'author' ? [term.username] : []))
    return [...new Set(names.map((name) => authorToken(authorIds.get(name) ?? 0)))].map(single)
  }
  return {
    required: textTerms(query.required),
    authors: authorTerms(query.required),
    excluded: [...textTerms(query.excluded), ...authorTerms(query.excluded)],
  }
}

/** Tokens of a long phrase to look up in the index; the recheck compares the whole phrase. */
const maxIndexTokens = 16

/** The tokens of a sequence to look up in the full-text index. Only the last may be a prefix. */
export function indexTokens({ tokens, prefix }: TokenSequence): { token: string; prefix: boolean }[] {
  return tokens
    .map((token, index) => ({ token, prefix: prefix && index === tokens.length - 1 }))
    .slice(0, maxIndexTokens)
}

/** Whether the full-text index alone decides if a row matches. */
export function isSingleToken({ tokens }: TokenSequence): boolean {
  return tokens.length === 1
}

/** A sequence as a substring of the column `tokens`. */
const toSubstring = ({ tokens, prefix }: TokenSequence): string => ` ${tokens.join(' ')}${prefix ? '' : ' '}`

/**
 * Conditions on `s`, a row of post_search, for all criteria: for a scan without the full-text index.
 * @param indexOf the engine's function for the position of a substring
 */
export function scanConditions(
  { required, authors, excluded }: SearchCriteria,
  indexOf: Prisma.Sql,
): Prisma.Sql {
  const contains = (term: TokenSequence) => Prisma.sql`${indexOf}(s.tokens, ${toSubstring(term)}) > 0`
  const anyAuthor = authors.length > 0 ? [Prisma.sql`(${Prisma.join(authors.map(contains), ' OR ')})`] : []
  const conditions = [
    // Rows that a migration has left empty have negative sort keys.
    Prisma.sql`s.place >= 0`,
    ...required.map(contains),
    ...anyAuthor,
    ...excluded.map((term) => Prisma.sql`NOT ${contains(term)}`),
  ]
  return Prisma.join(conditions, ' AND ')
}

/**
 * Conditions on `s`, a row of post_search, that the full-text index cannot check: it has no positions, so that it finds
 * the tokens of a phrase in any order.
 * @param indexOf the engine's function for the position of a substring
 */
export function recheckConditions({ required, excluded }: SearchCriteria, indexOf: Prisma.Sql): Prisma.Sql {
  const phrases = (terms: TokenSequence[]) => terms.filter((term) => !isSingleToken(term))
  return scanConditions({ required: phrases(required), authors: [], excluded: phrases(excluded) }, indexOf)
}
