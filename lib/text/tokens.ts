/** A piece of a text that can be looked for, and where it stands in the text (UTF-16 units, as slice counts). */
export type Token = { text: string; start: number; end: number; part?: 'first' | 'inner' | 'last' | 'only' }

/** Code points of a token; the rest of a longer word is not looked at, on either side. */
const maxLength = 64

/** Scripts without spaces between words. Hangul has some, but not inside compounds. */
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\uff70々〆]/u

// Runs of letters, digits and marks; a flag; any other picture, skin tones and joiners left out. Linear time.
const pieces = /[\p{L}\p{N}\p{M}]+|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}/gu

// Accents and vowel points, which people leave out, and the Arabic stroke that only fills a line. Marks that are letters
// of their script stay, and so do the voice marks of kana.
const leftOut =
  /\u0640|(?![\u3099\u309a])(?=\p{Mn})[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}]/gu

/** Letters that Unicode does not take apart, and the signs people write for them. */
const plain: Record<string, string> = {
  ...{ ß: 'ss', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ı: 'i', æ: 'ae', œ: 'oe', þ: 'th', ς: 'σ' },
  ...{ أ: 'ا', إ: 'ا', آ: 'ا', ى: 'ي' },
}
const special = new RegExp(`[${Object.keys(plain).join('')}]`, 'g')

/** One spelling for what people mean by the same letters: compatible, lower-case, without accents. */
export function foldText(text: string): string {
  const open = text.normalize('NFKD').toLowerCase().normalize('NFKD').replace(leftOut, '')
  return open.normalize('NFC').replace(special, (letter) => plain[letter] as string)
}

/**
 * The tokens of a text in order: folded words, and overlapping pairs of characters where a script has no spaces, each
 * run of which ends with its last character alone, so that every character begins a token.
 * @param text anything, also what is no well-formed Unicode
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
  const runs = spaceless.test(piece) ? runsOf(piece) : [{ text: piece, start: 0, spaceless: false }]
  for (const run of runs) {
    if (run.spaceless) addPairs(tokens, run.text, offset + run.start)
    else addWord(tokens, run.text, offset + run.start)
  }
}

/** Splits where the kind of script changes; a mark belongs to what it follows. */
function runsOf(piece: string): { text: string; start: number; spaceless: boolean }[] {
  const runs: { text: string; start: number; spaceless: boolean }[] = []
  let at = 0
  for (const character of piece) {
    const last = runs.at(-1)
    const mark = last && /\p{M}/u.test(character)
    const kind = mark ? last.spaceless : spaceless.test(character)
    if (last?.spaceless === kind) last.text += character
    else runs.push({ text: character, start: at, spaceless: kind })
    at += character.length
  }
  return runs
}

function addWord(tokens: Token[], piece: string, start: number): void {
  // Folding may bring signs in: ½ becomes 1⁄2.
  const words = foldText(piece).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  for (const word of words) tokens.push({ text: clip(word), start, end: start + piece.length })
}

const clip = (word: string) => (word.length <= maxLength ? word : [...word].slice(0, maxLength).join(''))

function addPairs(tokens: Token[], run: string, offset: number): void {
  const letters: { text: string; start: number; end: number }[] = []
  let at = offset
  for (const character of run) {
    // A letter that folds to several (㍿), or to none, keeps its place in the text.
    for (const text of foldText(character).match(/[\p{L}\p{N}\p{M}]/gu) ?? [])
      letters.push({ text, start: at, end: at + character.length })
    at += character.length
  }
  letters.forEach((letter, place) => {
    const next = letters[place + 1]
    const part = next ? (place === 0 ? 'first' : 'inner') : place === 0 ? 'only' : 'last'
    tokens.push({
      text: letter.text + (next?.text ?? ''),
      start: letter.start,
      end: (next ?? letter).end,
      part,
    })
  })
}
