import { baseLanguage } from '../text/languages'

/**
 * Whether a post is offered for translation: its language is known, and the reader does not read it.
 * @param language of the post; empty or absent when it is unknown
 * @param locale the language of the page, with or without a region
 * @param languages others that the member reads
 */
export function canOfferTranslation(
  language: string | undefined,
  locale: string,
  languages: readonly string[],
): language is string {
  if (!language) return false
  const base = baseLanguage(language)
  return base !== baseLanguage(locale) && !languages.includes(base)
}
