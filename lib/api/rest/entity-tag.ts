import { createHash } from 'node:crypto'
import { HttpRefusal } from './errors'

/** A short digest of texts. */
function digest(...texts: string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text).update('\0')
  return hash.digest('base64url').slice(0, 16)
}

/**
 * The version of what a client can edit. It is a part of the entity tag, so that an edit with If-Match fails when
 * somebody else has edited it, but not when a counter has changed.
 */
export function versionOf(...values: string[]): string {
  return digest(...values)
}

/** The entity tag of a JSON text (RFC 9110 §8.8.3). */
export function entityTag(json: string, version?: string): string {
  const hash = digest(json)
  return version === undefined ? `"${hash}"` : `"${version}.${hash}"`
}

/** The entity tags of a header, without `W/`: proxies that compress add it. */
function tagsIn(header: string): string[] {
  return [...header.matchAll(/(?:W\/)?"([^"]*)"/g)].map(([, tag]) => tag ?? '')
}

/**
 * The versions that an edit may replace.
 * @returns undefined without If-Match, or with `*`, which every existing resource matches
 */
export function expectedVersions(request: Request): string[] | undefined {
  const header = request.headers.get('if-match')?.trim()
  if (header === undefined || header === '*') return undefined
  return tagsIn(header).map((tag) => tag.split('.')[0] ?? '')
}

/** @throws HttpRefusal 412 when the version is not one of the expected ones */
export function requireVersion(expected: string[] | undefined, version: string): void {
  if (expected && !expected.includes(version))
    throw new HttpRefusal(412, 'It has changed since you read it. Read it again and repeat your change.')
}
