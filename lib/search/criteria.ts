import { Prisma } from '../db/db'
import { authorToken } from '../text/search-row'
import type { SearchQuery, Term, Words } from './schema'

type Match = Words | { kind: 'token'; token: string }

/** A query that knows its authors by id. */
export type SearchCriteria = {
  wanted: Match[]
  /** Any of these; no author named when empty. */
  authors: string[]
  unwanted: Match[]
}

/** Which places to look at, in which order, how many to take, and the condition that the viewer may see a row of `s`. */
export type SearchWindow = { from: bigint; to: bigint; ascending: boolean; take: number; shown: Prisma.Sql }

/** @param ids of the authors in the query; who is not there has written nothing */
export function toSearchCriteria(query: SearchQuery, ids: Map<string, number>): SearchCriteria {
  const plain = (terms: Term[]) =>
    terms.flatMap((term): Match[] => {
      if (term.kind === 'words') return [term]
      return term.kind === 'tag' ? [{ kind: 'token', token: term.token }] : []
    })
  const tokens = (terms: Term[]) =>
    terms.flatMap((term) => (term.kind === 'from' ? [authorToken(ids.get(term.username) ?? 0)] : []))
  const without = tokens(query.unwanted).map((token): Match => ({ kind: 'token', token }))
  return {
    wanted: plain(query.wanted),
    authors: [...new Set(tokens(query.wanted))],
    unwanted: [...plain(query.unwanted), ...without],
  }
}

/** A term as it stands in the tokens of a row. */
export const asWritten = (term: Match): string =>
  term.kind === 'token' ? ` ${term.token} ` : ` ${term.tokens.join(' ')}${term.open ? '' : ' '}`

/** Tokens of a long phrase that the index is asked for; the rest is left to the look at the whole. */
const indexedTokens = 16

/** The tokens of a term for the index, each with whether it may go on. */
export const forIndex = (term: Match): { token: string; open: boolean }[] =>
  term.kind === 'token'
    ? [{ token: term.token, open: false }]
    : term.tokens
        .map((token, n) => ({ token, open: term.open && n === term.tokens.length - 1 }))
        .slice(0, indexedTokens)

/** Whether the index alone can tell that a term is absent. */
export const isOneToken = (term: Match): boolean => term.kind === 'token' || term.tokens.length === 1

/**
 * Conditions on the tokens of `s` for what the index leaves open, or for all when there is no index to ask.
 * @param contains the function that tells where a text contains another, by its name on the engine
 */
export function conditions(
  { wanted, authors, unwanted }: SearchCriteria,
  contains: Prisma.Sql,
  { all }: { all: boolean },
): Prisma.Sql {
  const has = (text: string) => Prisma.sql`${contains}(s.tokens, ${text}) > 0`
  const phrases = <T extends Match>(terms: T[]) => (all ? terms : terms.filter((term) => !isOneToken(term)))
  const parts = [
    Prisma.sql`s.place >= 0`,
    ...phrases(wanted).map((term) => has(asWritten(term))),
    ...(all && authors.length > 0
      ? [
          Prisma.sql`(${Prisma.join(
            authors.map((token) => has(` ${token} `)),
            ' OR ',
          )})`,
        ]
      : []),
    ...phrases(unwanted).map((term) => Prisma.sql`NOT ${has(asWritten(term))}`),
  ]
  return Prisma.join(parts, ' AND ')
}
