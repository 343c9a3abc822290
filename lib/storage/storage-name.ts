/**
 * True for the names that uploads may have: folders of letters, digits and -, one ending, nothing that leads anywhere
 * else (`..`, a leading slash).
 */
export function isStorageName(name: string): boolean {
  return /^[a-z0-9-]+(\/[a-z0-9-]+)*\.[a-z0-9]+$/.test(name)
}
