/** Names the three largest tables: `100,000 posts, 1,000 users and 50,000 other rows`. */
export function formatRowCounts(rows: Record<string, number>): string {
  const largestFirst = Object.entries(rows).sort(([, a], [, b]) => b - a)
  const named = largestFirst.slice(0, 3).map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
  const others = largestFirst.slice(3).reduce((total, [, count]) => total + count, 0)
  return others > 0 ? `${named.join(', ')} and ${others.toLocaleString('en')} other rows` : named.join(', ')
}

/** @param milliseconds shown in seconds */
export function formatDuration(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

/** In kB or MB, of 1000 and 1,000,000 bytes. */
export function formatBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
