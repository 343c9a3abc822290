import type { ReadableZip } from '../zip/read-zip'

/**
 * The name of a file at `path` or in one folder above it, which zips that a person has made again have.
 * @returns null without such a file
 */
export function findFileInArchive(zip: ReadableZip, path: string): string | null {
  if (zip.has(path)) return path
  const depth = path.split('/').length + 1
  return zip.names.find((name) => name.endsWith(`/${path}`) && name.split('/').length === depth) ?? null
}
