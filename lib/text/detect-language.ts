import { isLanguage, type Language } from './languages'

/** UTF-16 units of a body that are enough to tell its language. */
const sampleLength = 500

/** Links, email addresses, mentions and tags. */
const annotations = /\w+:\/\/\S+|\S+@\S+|[@#＃][\p{L}\p{N}\p{M}_]+/gu

/** Letters of a text below which its language stays unknown. Words of Chinese, Japanese and Korean have few. */
const minLetters = 6
const minIdeographs = 2

const letters = /\p{L}/gu
const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu

/**
 * Detects the language of a post's body (docs/decisions/030-language-detection.md). Links, mentions and tags do not count.
 * The first call loads the library, which takes a quarter of a second.
 * @returns a code of ISO 639-1; empty when the text is too short, mixed or in no known language
 */
export async function detectLanguage(body: string): Promise<Language | ''> {
  const text = sampleOf(body)
  if (!isLongEnough(text)) return ''
  const { eld } = await import('eld/extrasmall')
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

function isLongEnough(text: string): boolean {
  return count(text, ideographs) >= minIdeographs || count(text, letters) >= minLetters
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0
