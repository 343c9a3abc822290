/** The characters of a tag: letters, digits and marks of any script, _, and the joiners that some scripts need. */
export const tagLetters = String.raw`[\p{L}\p{N}\p{M}_\u200c\u200d]`

const wholeTag = new RegExp(`^${tagLetters}+$`, 'u')

/**
 * Normalizes a tag: NFKC and full case folding (Unicode CaseFolding.txt without the Turkic exceptions), independent of
 * the server's locale. Cherokee folds to lower case here and to upper case in CaseFolding.txt, with the same result for
 * equality.
 */
export function normalizeTag(tag: string): string {
  return foldCase(tag.normalize('NFKC')).normalize('NFC')
}

/**
 * Converts to lower, upper and again lower case, because lower case alone distinguishes ß from ss. The exceptions are the
 * dotless ı, whose upper case is the common I, and the final sigma.
 */
const foldCase = (text: string): string =>
  text.replace(/[^ı]+/g, (part) => part.toLowerCase().toUpperCase().toLowerCase()).replaceAll('ς', 'σ')

/** The canonical spelling of a tag for its URL; null if the tag is canonical or invalid. */
export function canonicalTag(tag: string): string | null {
  const normal = normalizeTag(tag)
  const isCanonical = wholeTag.test(normal) && normalizeTag(normal) === normal
  return normal !== tag && isCanonical ? normal : null
}
