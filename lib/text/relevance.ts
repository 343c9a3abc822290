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
  const tokens = text.trim().split(' ')
  const matches = terms.map((term) => findPositions(term, tokens))
  // BM25 with k1 = 1.2 and b = 0.75 for an average length of 20 tokens.
  const lengthFactor = 1.2 * (0.25 + 0.75 * (tokens.length / 20))
  const frequency = matches.reduce((sum, { whole, prefix }) => {
    const count = whole.length + prefix.length / 2
    return sum + (2.2 * count) / (count + lengthFactor)
  }, 0)
  const wholeShare = matches.filter(({ whole }) => whole.length > 0).length / terms.length
  const firstPositions = matches.map(({ whole, prefix }) => whole[0] ?? prefix[0])
  return frequency / terms.length + 0.5 * wholeShare + proximity(firstPositions)
}

type Positions = { whole: number[]; prefix: number[] }

/** The positions in `all` where the sequence matches, as whole tokens or with a prefix at its end. */
function findPositions({ tokens, prefix }: TokenSequence, all: string[]): Positions {
  const positions: Positions = { whole: [], prefix: [] }
  const last = tokens.length - 1
  const final = tokens[last] as string
  for (let start = 0; start + last < all.length; start++) {
    if (!all[start + last]?.startsWith(final)) continue
    if (tokens.some((token, n) => n < last && all[start + n] !== token)) continue
    if (all[start + last] === final) positions.whole.push(start)
    else if (prefix) positions.prefix.push(start)
  }
  return positions
}

/** 1 when the terms are adjacent and in order, less with growing distance. */
function proximity(positions: (number | undefined)[]): number {
  const steps = positions.slice(1).map((position, n) => (position ?? 0) - (positions[n] ?? 0))
  if (steps.length === 0) return 0
  const distance = steps.reduce((sum, step) => sum + (step > 0 ? step - 1 : 1 - step), 0) / steps.length
  return 1 / (1 + distance)
}
