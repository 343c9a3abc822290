/** A searchable piece of a text. `start` and `end` are UTF-16 offsets, as in slice. */
export type Token = {
  text: string
  start: number
  end: number
  /** The position in a run of a script without spaces, whose tokens are pairs of characters. */
  inRun?: 'first' | 'inner' | 'last' | 'only'
}

/** Consecutive tokens of a search term. With `prefix`, the last one may be the beginning of a longer token. */
export type TokenSequence = { tokens: string[]; prefix: boolean }

/** Code points of a token. Longer words are truncated, in texts and in queries alike. */
const maxLength = 64

/** Scripts without spaces between words. Hangul has spaces, but not inside compounds. */
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\uff70々〆]/u

// Runs of letters, digits and combining marks; a flag; any other emoji, without skin tones and joiners. Linear time.
const pieces = /[\p{L}\p{N}\p{M}]+|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}/gu

// Accents and vowel points, which people omit, and the Arabic tatweel, which only stretches a line. Combining marks that
// are letters of their script stay, and so do the voicing marks of kana.
const ignored =
  /\u0640|(?![\u3099\u309a])(?=\p{Mn})[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}]/gu

/** Letters that Unicode does not decompose, and their usual replacements. */
const replacements: Record<string, string> = {
  ...{ ß: 'ss', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ı: 'i', æ: 'ae', œ: 'oe', þ: 'th', ς: 'σ' },
  ...{ أ: 'ا', إ: 'ا', آ: 'ا', ى: 'ي' },
}
const replaced = new RegExp(`[${Object.keys(replacements).join('')}]`, 'g')

/** Folds a text for comparison: compatibility forms, lower case, no accents. */
export function foldText(text: string): string {
  const decomposed = text.normalize('NFKD').toLowerCase().normalize('NFKD').replace(ignored, '')
  return decomposed.normalize('NFC').replace(replaced, (letter) => replacements[letter] as string)
}

/**
 * The tokens of a text in order: folded words, and overlapping pairs of characters in scripts without spaces. Each run of
 * such a script ends with a token of its last character alone, so that every character starts a token.
 * @param text any string, even ill-formed Unicode
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (/^[\p{L}\p{N}\p{M}]/u.test(piece)) addWords(tokens, piece, index)
    else tokens.push({ text: piece, start: index, end: index + piece.length })
  }
  return tokens
}

function addWords(tokens: Token[], piece: string, offset: number): void {
  const runs = spaceless.test(piece) ? splitRuns(piece) : [{ text: piece, start: 0, spaceless: false }]
  for (const run of runs) {
    if (run.spaceless) addPairs(tokens, run.text, offset + run.start)
    else addWord(tokens, run.text, offset + run.start)
  }
}

/** Splits where the kind of script changes. A combining mark belongs to the character before it. */
function splitRuns(piece: string): { text: string; start: number; spaceless: boolean }[] {
  const runs: { text: string; start: number; spaceless: boolean }[] = []
  let offset = 0
  for (const character of piece) {
    const last = runs.at(-1)
    const combining = last && /\p{M}/u.test(character)
    const kind = combining ? last.spaceless : spaceless.test(character)
    if (last?.spaceless === kind) last.text += character
    else runs.push({ text: character, start: offset, spaceless: kind })
    offset += character.length
  }
  return runs
}

function addWord(tokens: Token[], piece: string, start: number): void {
  // Folding can add punctuation: ½ becomes 1⁄2.
  const words = foldText(piece).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  for (const word of words) tokens.push({ text: truncate(word), start, end: start + piece.length })
}

const truncate = (word: string) => (word.length <= maxLength ? word : [...word].slice(0, maxLength).join(''))

function addPairs(tokens: Token[], run: string, start: number): void {
  const letters: { text: string; start: number; end: number }[] = []
  let offset = start
  for (const character of run) {
    // All letters of a character that folds to several (㍿) have its offsets.
    for (const text of foldText(character).match(/[\p{L}\p{N}\p{M}]/gu) ?? [])
      letters.push({ text, start: offset, end: offset + character.length })
    offset += character.length
  }
  letters.forEach((letter, index) => {
    const next = letters[index + 1]
    const inRun = next ? (index === 0 ? 'first' : 'inner') : index === 0 ? 'only' : 'last'
    tokens.push({
      text: letter.text + (next?.text ?? ''),
      start: letter.start,
      end: (next ?? letter).end,
      inRun,
    })
  })
}
