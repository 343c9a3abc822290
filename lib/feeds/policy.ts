/**
 * How many posts of all authors the home feed scans before it merges the posts of each followed author. The more members
 * somebody follows, the sooner the scan fills the page. Below 200, the merge is always faster (docs/decisions/027).
 */
export function scanLength(followingCount: number): number {
  if (followingCount < 200) return 0
  return followingCount < 2000 ? 1000 : 10_000
}
