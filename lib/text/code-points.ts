/** The number of Unicode code points in `text`; the unit of every length limit. */
export function countCodePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** The first `max` grapheme clusters of `text`, with … when something was left out. Never cuts a character. */
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
 * The beginning of `text`, cut between two grapheme clusters.
 * @param max Code points. A first cluster that is longer is itself cut.
 */
export function truncate(text: string, max: number): string {
  let count = 0
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    count += countCodePoints(segment)
    if (count > max) return index > 0 ? text.slice(0, index) : [...segment].slice(0, max).join('')
  }
  return text
}

/** `text` as something to look for: nothing stored holds a NUL, and PostgreSQL refuses a query that does. */
export const stripNul = (text: string): string => text.replaceAll('\0', '\ufffd')

/** Bytes of `text` in UTF-8, the unit of bcrypt's limit. */
export const countBytes = (text: string): number => new TextEncoder().encode(text).length
