import type { TokenSequence } from './tokens'

type Indexed = { sortKey: bigint; tokens: string }

/**
 * Sorts rows by relevance to the terms: terms close together and in order first, whole words before prefixes, short
 * texts before long ones, newer before older. It reads only tokens, so that the order is the same on both engines.
 * @param rows newest first
 */
export function sortByRelevance<R extends Indexed>(terms: TokenSequence[], rows: R[]): R[] {
  const scored = rows.map((row, index) => ({
    row,
    // The newest row gets a bonus as large as that of a whole word over a prefix, the oldest gets none.
    score: relevance(terms, row.tokens) + 0.5 * (1 - index / Math.max(1, rows.length)),
  }))
  return scored
    .sort((a, b) => b.score - a.score || (a.row.sortKey < b.row.sortKey ? 1 : -1))
    .map(({ row }) => row)
}

/** Frequency as in BM25, plus whole matches, plus proximity. Zero without terms, so that results stay newest first. */
function relevance(terms: TokenSequence[], text: string): number {
  if (terms.length === 0) return 0
  const matches = terms.map((term) => findMatches(term, text))
  // BM25 with k1 = 1.2 and b = 0.75 for an average length of 20 tokens.
  const lengthFactor = 1.2 * (0.25 + 0.75 * ((countSpaces(text, text.length) - 1) / 20))
  const frequency = matches.reduce((sum, { whole, prefix }) => {
    const count = whole + prefix / 2
    return sum + (2.2 * count) / (count + lengthFactor)
  }, 0)
  const wholeShare = matches.filter(({ whole }) => whole > 0).length / terms.length
  // Only distances between several terms depend on positions.
  const positions = terms.length > 1 ? matches.map(({ first }) => countSpaces(text, first)) : []
  return frequency / terms.length + 0.5 * wholeShare + proximity(positions)
}

/** `first` is the offset of the first whole match, or else of the first match of a prefix. */
type Matches = { whole: number; prefix: number; first: number }

/** Counts where the sequence matches, as whole tokens or with a prefix at its end. It reads the text without splitting it. */
function findMatches({ tokens, prefix }: TokenSequence, text: string): Matches {
  const wanted = ` ${tokens.join(' ')}`
  const found: Matches = { whole: 0, prefix: 0, first: 0 }
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const isWhole = text[at + wanted.length] === ' '
    if (!isWhole && !prefix) continue
    if (isWhole ? found.whole === 0 : found.whole + found.prefix === 0) found.first = at
    if (isWhole) found.whole += 1
    else found.prefix += 1
  }
  return found
}

/** The spaces before an offset: the number of tokens before it, as each token has a space on both sides. */
function countSpaces(text: string, end: number): number {
  let count = 0
  for (let at = 0; at < end; at++) if (text.charCodeAt(at) === 32) count += 1
  return count
}

/** 1 when the terms are adjacent and in order, less with growing distance. */
function proximity(positions: number[]): number {
  const steps = positions.slice(1).map((position, n) => position - (positions[n] as number))
  if (steps.length === 0) return 0
  const distance = steps.reduce((sum, step) => sum + (step > 0 ? step - 1 : 1 - step), 0) / steps.length
  return 1 / (1 + distance)
}
