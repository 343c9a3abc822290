export function isNotModified(
  conditions: { ifNoneMatch?: string | null | undefined; ifModifiedSince?: string | null | undefined },
  current: { etag?: string | null; lastModified?: string | null },
): boolean
