import { endOfPlaces, tagToken } from '../text/search-row'
import { type Token, tokenize } from '../text/tokens'
import { z } from '../zod'

/** Code points of a query that are read; the database keeps as many of a saved one. */
export const maxQuery = 500
/** Terms of a query that are looked for. */
const maxTerms = 20

/** What must stand in a post: tokens in a row. The last of an open one may go on. */
export type Words = { kind: 'words'; tokens: string[]; open: boolean }
export type Term = Words | { kind: 'tag'; token: string } | { kind: 'from'; username: string }

/** A part of what was typed that does not count, and why. */
export type Note = { kind: 'date' | 'empty' | 'long' | 'many'; part: string }

export type SearchQuery = {
  /** What was typed, cut to what is read. */
  text: string
  /** All of these, except that of several authors any will do. */
  wanted: Term[]
  /** None of these. */
  unwanted: Term[]
  /** From this moment on. */
  since: Date | null
  /** Before this moment. */
  until: Date | null
  notes: Note[]
}

/** A query is only a reason to look when it says what a post must have. */
export const isSearchable = ({ wanted, since, until }: SearchQuery): boolean =>
  wanted.length > 0 || since !== null || until !== null

const quotes = /["“”„‟«»]/
const operator = /^(from|before|after):(.*)$/su

/**
 * Reads a query: `from:susan "exact phrase" #tag -word before:2026-01-01 after:2026-01-01 pref*`. A minus takes away
 * what a word, phrase, tag or author finds. Linear in the length of the text.
 * @param typed any text; what cannot be read is named in `notes`
 */
export function parseQuery(typed: string): SearchQuery {
  const characters = [...typed.toWellFormed().replace(/[\0\s]+/g, ' ')].slice(0, maxQuery + 1)
  const text = characters.slice(0, maxQuery).join('').trim()
  const query: SearchQuery = { text, wanted: [], unwanted: [], since: null, until: null, notes: [] }
  if (characters.length > maxQuery) query.notes.push({ kind: 'long', part: String(maxQuery) })
  for (const part of partsOf(text)) {
    if (query.wanted.length + query.unwanted.length < maxTerms) readPart(query, part)
    else if (!query.notes.some(({ kind }) => kind === 'many'))
      query.notes.push({ kind: 'many', part: String(maxTerms) })
  }
  return query
}

type Part = { negative: boolean; quoted: boolean; text: string }

/** Splits at spaces outside of quotes; a quote that is never closed goes on to the end. */
function partsOf(text: string): Part[] {
  const parts: Part[] = []
  for (let at = 0; at < text.length; ) {
    if (text[at] === ' ') {
      at += 1
      continue
    }
    const negative = text[at] === '-'
    if (negative) at += 1
    const quoted = quotes.test(text[at] ?? '')
    if (quoted) at += 1
    let end = at
    while (end < text.length && !(quoted ? quotes.test(text[end] as string) : text[end] === ' ')) end += 1
    parts.push({ negative, quoted, text: text.slice(at, end) })
    at = quoted ? end + 1 : end
  }
  return parts
}

function readPart(query: SearchQuery, part: Part): void {
  const terms = part.negative ? query.unwanted : query.wanted
  const found = part.quoted ? null : operator.exec(part.text.toLowerCase())
  if (found?.[1] === 'from') {
    const username = (found[2] ?? '').replace(/^@/, '').replace(/["“”„‟«»]/gu, '')
    if (username) terms.push({ kind: 'from', username })
    else query.notes.push({ kind: 'empty', part: part.text })
  } else if (found) readDate(query, part, found[1] as string, found[2] as string)
  else if (!part.quoted && /^[#＃].*\p{L}/u.test(part.text) && tagToken(part.text).length > 1)
    terms.push({ kind: 'tag', token: tagToken(part.text) })
  else {
    const words = wordsOf(part)
    if (words) terms.push(words)
  }
}

/** `after:` begins with the day, `before:` ends ahead of it; a year or a month stands for its first day. */
function readDate(query: SearchQuery, { negative, text }: Part, name: string, value: string): void {
  const day = dayOf(value)
  if (!day) query.notes.push({ kind: 'date', part: text })
  else if ((name === 'after') !== negative)
    query.since = !query.since || day > query.since ? day : query.since
  else query.until = !query.until || day < query.until ? day : query.until
}

function dayOf(value: string): Date | null {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(value) ?? []
  if (year === undefined) return null
  const text = `${year}-${month}-${day}`
  const date = new Date(`${text}T00:00:00Z`)
  // 30 February is read as a day of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? date : null
}

/**
 * The tokens of a word or a phrase. A plain word may go on (`post` finds `posts`); in quotes, after a minus, or when it
 * falls into several tokens, it stands as it is. A star says that it goes on, whatever comes before.
 */
function wordsOf({ negative, quoted, text }: Part): Words | null {
  const found = tokenize(text)
  const last = found.at(-1)
  if (!last) return null
  const star = !quoted && /\*$/.test(text)
  const tokens = (last.part === 'last' ? found.slice(0, -1) : found).map((token) => token.text)
  return {
    kind: 'words',
    tokens,
    open: isOpen(last, { star, plain: !quoted && !negative && found.length === 1 }),
  }
}

/** A single character of a script without spaces begins a pair in the index, so it is always open. */
function isOpen({ text, part }: Token, { star, plain }: { star: boolean; plain: boolean }): boolean {
  if (part) return part === 'only' || (star && part !== 'last')
  return /^[\p{L}\p{N}]/u.test(text) && (star || (plain && [...text].length > 1))
}

/** The words by which people are looked for: what is plain in a query. */
export const plainWords = ({ wanted }: SearchQuery): Words[] => wanted.filter((term) => term.kind === 'words')

/** A search to be kept, and one to be kept no longer. */
export const savedInput = z.object({
  q: z
    .string({ error: 'invalid' })
    .transform(parseQuery)
    .refine(isSearchable, 'invalid')
    .transform(({ text }) => text),
})

/** How results are sorted, and where in them a page begins. */
export type SearchCursor =
  | { sort: 'relevance'; page: number }
  | { sort: 'newest'; place: bigint | null; direction: 'older' | 'newer' }

type Params = Record<string, string | string[] | undefined>

/** Reads `sort`, `page`, `before` and `after` of an address; what makes no sense leads to the first page. */
export function parseSearchCursor({ sort, page, before, after }: Params): SearchCursor {
  if (sort !== 'newest')
    return { sort: 'relevance', page: /^[1-9]\d{0,2}$/.test(String(page)) ? Number(page) : 1 }
  const older = placeIn(before)
  if (older !== null) return { sort, place: older, direction: 'older' }
  return { sort, place: placeIn(after), direction: 'newer' }
}

function placeIn(value: string | string[] | undefined): bigint | null {
  const place = typeof value === 'string' && /^\d{1,19}$/.test(value) ? BigInt(value) : null
  return place !== null && place < endOfPlaces ? place : null
}
