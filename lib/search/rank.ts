import type { SearchQuery, Words } from './schema'

/** A post that matches, as either engine hands it over. */
export type Found = { postId: number; place: bigint; tokens: string }

/**
 * Puts found posts in the order of relevance: what was asked for close together and early, whole words before
 * beginnings of words, short posts before long ones; among equals the newer. The same on both engines, since it looks
 * at nothing but the tokens.
 * @param found newest first
 */
export function rank(query: SearchQuery, found: Found[]): Found[] {
  const words = query.wanted.filter((term) => term.kind === 'words')
  const scored = found.map((post, age) => ({
    post,
    // The newest of as many posts counts as much as one word that is whole instead of begun.
    score: relevance(words, post.tokens) + 0.5 * (1 - age / Math.max(1, found.length)),
  }))
  return scored
    .sort((a, b) => b.score - a.score || (a.post.place < b.post.place ? 1 : -1))
    .map(({ post }) => post)
}

/** Zero when nothing but tags, authors and dates was asked for: such results stay in the order of time. */
function relevance(words: Words[], line: string): number {
  if (words.length === 0) return 0
  const tokens = line.trim().split(' ')
  const places = words.map((term) => placesOf(term, tokens))
  // A post of 20 words has an average length.
  const shortness = 1.2 * (0.25 + 0.75 * (tokens.length / 20))
  const frequency = places.reduce((sum, { whole, begun }) => {
    const count = whole.length + begun.length / 2
    return sum + (2.2 * count) / (count + shortness)
  }, 0)
  const exact = places.filter(({ whole }) => whole.length > 0).length / words.length
  return (
    frequency / words.length + 0.5 * exact + nearness(places.map(({ whole, begun }) => whole[0] ?? begun[0]))
  )
}

type Places = { whole: number[]; begun: number[] }

function placesOf({ tokens, open }: Words, all: string[]): Places {
  const places: Places = { whole: [], begun: [] }
  const last = tokens.length - 1
  const final = tokens[last] as string
  for (let at = 0; at + last < all.length; at++) {
    if (!all[at + last]?.startsWith(final) || tokens.some((token, n) => n < last && all[at + n] !== token))
      continue
    if (all[at + last] === final) places.whole.push(at)
    else if (open) places.begun.push(at)
  }
  return places
}

/** 1 when the terms stand side by side in the order asked for, less the further they are apart. */
function nearness(first: (number | undefined)[]): number {
  const steps = first.slice(1).map((place, n) => (place ?? 0) - (first[n] ?? 0))
  if (steps.length === 0) return 0
  const distance = steps.reduce((sum, step) => sum + (step > 0 ? step - 1 : 1 - step), 0) / steps.length
  return 1 / (1 + distance)
}
