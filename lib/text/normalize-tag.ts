/** What a tag is made of: letters, digits and marks of any script, _, and the joiners that some scripts need. */
export const tagLetters = String.raw`[\p{L}\p{N}\p{M}_\u200c\u200d]`

const wholeTag = new RegExp(`^${tagLetters}+$`, 'u')

/**
 * One spelling per tag, in any script: composed (NFKC) and with its case folded (Unicode, CaseFolding.txt, full
 * folding without the Turkic exceptions), whatever the language of the server. Cherokee ends in small letters, where
 * CaseFolding.txt takes the capitals: the same letters are one.
 */
export const normalizeTag = (tag: string): string => foldCase(tag.normalize('NFKC')).normalize('NFC')

/**
 * Small letters alone are not enough: ß has no other, but STRASSE is its capitals. There and back again joins what
 * belongs together; only the dotless ı, whose capital is everybody's I, has to stay out of it, and a sigma at the end
 * of a word is a sigma.
 */
const foldCase = (text: string): string =>
  text.replace(/[^ı]+/g, (part) => part.toLowerCase().toUpperCase().toLowerCase()).replaceAll('ς', 'σ')

/** The spelling that the page of a tag has in its address; null when this is it, or when it is no tag at all. */
export function canonicalTag(tag: string): string | null {
  const normal = normalizeTag(tag)
  const settled = normal !== tag && wholeTag.test(normal) && normalizeTag(normal) === normal
  return settled ? normal : null
}
