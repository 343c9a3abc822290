/** The number of Unicode code points, the unit of all length limits. */
export function countCodePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Shortens a text to `max` grapheme clusters and appends … to a shortened one. */
export function excerpt(text: string, max: number): string {
  const clusters = [...new Intl.Segmenter().segment(text)]
  if (clusters.length <= max) return text
  return `${clusters
    .slice(0, max)
    .map((cluster) => cluster.segment)
    .join('')
    .trimEnd()}…`
}

/**
 * Truncates a text between two grapheme clusters.
 * @param max code points; only a longer first cluster is split
 */
export function truncate(text: string, max: number): string {
  let count = 0
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    count += countCodePoints(segment)
    if (count > max) return index > 0 ? text.slice(0, index) : [...segment].slice(0, max).join('')
  }
  return text
}

/** Replaces NUL in a search term: PostgreSQL rejects parameters that contain it, and no stored text does. */
export function stripNul(text: string): string {
  return text.replaceAll('\0', '\ufffd')
}

/** The number of bytes in UTF-8, the unit of the limit of bcrypt. */
export function countBytes(text: string): number {
  return new TextEncoder().encode(text).length
}
