import { limits } from '../limits'
import { tagToken } from '../text/search-row'
import { type Token, type TokenSequence, tokenize } from '../text/tokens'

/** Maximum length of a query in code points. The column of saved searches is as wide. */
export const maxQueryLength = limits.query.max
/** Terms of a query that count; later ones are ignored. */
const maxTerms = 20

/** A word, a word prefix or a quoted phrase. */
export type Phrase = { kind: 'phrase' } & TokenSequence
export type Term = Phrase | { kind: 'tag'; token: string } | { kind: 'author'; username: string }

/** A part of the query that is ignored, and why. */
export type QueryWarning = { kind: 'date' | 'empty' | 'long' | 'many'; part: string }

export type SearchQuery = {
  /** The query as typed, with white space collapsed, cut to the maximum length. */
  text: string
  /** A post must match all of these, except that one of several authors is enough. */
  required: Term[]
  /** A post must match none of these. */
  excluded: Term[]
  /** Inclusive. */
  since: Date | null
  /** Exclusive. */
  until: Date | null
  warnings: QueryWarning[]
}

/** Whether a query says what a post must have. Exclusions alone are not enough. */
export function isSearchable({ required, since, until }: SearchQuery): boolean {
  return required.length > 0 || since !== null || until !== null
}

/** The words and phrases that a post must contain, for highlights and for the search for people. */
export function requiredPhrases({ required }: SearchQuery): Phrase[] {
  return required.filter((term) => term.kind === 'phrase')
}

/**
 * Parses a query such as `from:susan "exact phrase" #tag -word before:2026-01-01 after:2026-01-01 pref*`. A minus
 * excludes what the word, phrase, tag or author after it matches. Takes linear time.
 * @param input any text; what cannot be parsed is reported in `warnings`
 */
export function parseQuery(input: string): SearchQuery {
  const characters = [...input.toWellFormed().replace(/[\0\s]+/g, ' ')].slice(0, maxQueryLength + 1)
  const text = characters.slice(0, maxQueryLength).join('').trim()
  const query: SearchQuery = { text, required: [], excluded: [], since: null, until: null, warnings: [] }
  if (characters.length > maxQueryLength) query.warnings.push({ kind: 'long', part: String(maxQueryLength) })
  for (const part of splitParts(text)) {
    if (query.required.length + query.excluded.length < maxTerms) addPart(query, part)
    else if (!query.warnings.some(({ kind }) => kind === 'many'))
      query.warnings.push({ kind: 'many', part: String(maxTerms) })
  }
  return query
}

type QueryPart = { negative: boolean; quoted: boolean; text: string }

const quote = /["“”„‟«»]/
const operator = /^(from|before|after):(.*)$/su

/** Splits at spaces outside of quotes. A phrase without a closing quote extends to the end. */
function splitParts(text: string): QueryPart[] {
  const parts: QueryPart[] = []
  for (let start = 0; start < text.length; ) {
    if (text[start] === ' ') {
      start += 1
      continue
    }
    const negative = text[start] === '-'
    if (negative) start += 1
    const quoted = quote.test(text[start] ?? '')
    if (quoted) start += 1
    let end = start
    while (end < text.length && !(quoted ? quote.test(text[end] as string) : text[end] === ' ')) end += 1
    parts.push({ negative, quoted, text: text.slice(start, end) })
    start = quoted ? end + 1 : end
  }
  return parts
}

function addPart(query: SearchQuery, part: QueryPart): void {
  const terms = part.negative ? query.excluded : query.required
  const match = part.quoted ? null : operator.exec(part.text.toLowerCase())
  if (match?.[1] === 'from') {
    const username = (match[2] ?? '').replace(/^@/, '').replace(/["“”„‟«»]/gu, '')
    if (username) terms.push({ kind: 'author', username })
    else query.warnings.push({ kind: 'empty', part: part.text })
  } else if (match) addDate(query, part, match[1] as string, match[2] as string)
  else if (!part.quoted && /^[#＃].*\p{L}/u.test(part.text) && tagToken(part.text).length > 1)
    terms.push({ kind: 'tag', token: tagToken(part.text) })
  else {
    const phrase = toPhrase(part)
    if (phrase) terms.push(phrase)
  }
}

/** `after:` includes the day, `before:` excludes it. A year or a month means its first day. */
function addDate(query: SearchQuery, { negative, text }: QueryPart, name: string, value: string): void {
  const day = parseDay(value)
  if (!day) query.warnings.push({ kind: 'date', part: text })
  else if ((name === 'after') !== negative)
    query.since = !query.since || day > query.since ? day : query.since
  else query.until = !query.until || day < query.until ? day : query.until
}

function parseDay(value: string): Date | null {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(value) ?? []
  if (year === undefined) return null
  const text = `${year}-${month}-${day}`
  const date = new Date(`${text}T00:00:00Z`)
  // Date accepts 30 February as a day of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? date : null
}

/**
 * The tokens of a word or phrase. A plain word is a prefix (`post` matches `posts`). In quotes, after a minus, or when
 * it consists of several tokens, it matches whole tokens only. A final star always makes a prefix.
 */
function toPhrase({ negative, quoted, text }: QueryPart): Phrase | null {
  const found = tokenize(text)
  const last = found.at(-1)
  if (!last) return null
  const star = !quoted && /\*$/.test(text)
  const plain = !quoted && !negative && found.length === 1
  const tokens = (last.inRun === 'last' ? found.slice(0, -1) : found).map((token) => token.text)
  return { kind: 'phrase', tokens, prefix: isPrefix(last, { star, plain }) }
}

function isPrefix({ text, inRun }: Token, { star, plain }: { star: boolean; plain: boolean }): boolean {
  // The index holds pairs of characters for these scripts, so that a single character must be a prefix.
  if (inRun) return inRun === 'only' || (star && inRun !== 'last')
  return /^[\p{L}\p{N}]/u.test(text) && (star || (plain && [...text].length > 1))
}
