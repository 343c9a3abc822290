/** The number of Unicode code points, the unit of all length limits. */
export function countCodePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

const segmenter = new Intl.Segmenter()

/** Shortens a text to `max` grapheme clusters and appends … to a shortened one. Segments only the beginning. */
export function excerpt(text: string, max: number): string {
  // A grapheme cluster has at least one UTF-16 unit.
  if (text.length <= max) return text
  let count = 0
  for (const { index } of segmenter.segment(text)) {
    if (count === max) return `${text.slice(0, index).trimEnd()}…`
    count += 1
  }
  return text
}

/**
 * Truncates a text between two grapheme clusters.
 * @param max code points; only a longer first cluster is split
 */
export function truncate(text: string, max: number): string {
  let count = 0
  for (const { segment, index } of segmenter.segment(text)) {
    count += countCodePoints(segment)
    if (count > max) return index > 0 ? text.slice(0, index) : [...segment].slice(0, max).join('')
  }
  return text
}

/** Replaces NUL in a search term: PostgreSQL rejects parameters that contain it, and no stored text does. */
export function replaceNul(text: string): string {
  return text.replaceAll('\0', '\ufffd')
}

/** The number of bytes in UTF-8, the unit of the limit of bcrypt. */
export function countBytes(text: string): number {
  return new TextEncoder().encode(text).length
}
