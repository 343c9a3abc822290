import { isLanguage, type Language } from './languages'

/** UTF-16 units of a body that are enough to detect its language. */
const sampleLength = 500

/** Links, email addresses, mentions and tags. Each word is read once, so that matching takes linear time. */
const annotations = /(?<![\w.+-])[\w.+-]*(?:@|:\/\/)\S*|[#＃][\p{L}\p{N}\p{M}_]+/gu

/** A text with fewer letters has no known language. Words of Chinese, Japanese and Korean have few. */
const sixLetters = /^(?:\P{L}*\p{L}){6}/u
const twoCjkCharacters = /(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}].*){2}/su

let library: Promise<typeof import('eld/extrasmall')> | undefined

/**
 * Detects the language of a post's body (docs/decisions/030-language-detection.md). Links, mentions and tags do not count.
 * The first call loads the library, which takes a quarter of a second.
 * @returns a code of ISO 639-1; empty when the text is too short, mixed or in no known language
 */
export async function detectLanguage(body: string): Promise<Language | ''> {
  const text = sampleOf(body)
  if (!sixLetters.test(text) && !twoCjkCharacters.test(text)) return ''
  // The import is not repeated: resolving it takes longer than the detection.
  library ??= import('eld/extrasmall')
  const { eld } = await library
  const result = eld.detect(text)
  return result.isReliable() && isLanguage(result.language) ? result.language : ''
}

function sampleOf(body: string): string {
  return body
    .slice(0, 2 * sampleLength)
    .replace(annotations, ' ')
    .slice(0, sampleLength)
    .toWellFormed()
}
