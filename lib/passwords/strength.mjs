// Runs in the browser, and on the server in a worker thread, which Node loads without a build: so no TypeScript.
import { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** Guesses that a password must withstand; more for one with a word of its user (docs/decisions/012). */
const minGuesses = { default: 1e7, withPersonalWord: 1e9 }

/** Guesses that the estimator adds for a separator. In "hello world" there is nothing to guess about it. */
const guessesPerSeparator = 10

/** UTF-16 units to analyze: the cost grows faster than linearly. */
const maxAnalyzedLength = 64

/** Substitutions, such as 4 for a, to try. The default of 100 takes ten times as long and finds no more. */
const maxSubstitutions = 8

/** Keys of messages by warning of zxcvbn-ts. */
const reasons = {
  straightRow: 'keyboard',
  keyPattern: 'keyboard',
  simpleRepeat: 'repeated',
  extendedRepeat: 'repeated',
  sequences: 'sequence',
  recentYears: 'date',
  dates: 'date',
  topTen: 'common',
  topHundred: 'common',
  common: 'common',
  similarToCommon: 'similar',
  namesByThemselves: 'name',
  commonNames: 'name',
}

const words = {
  // Its package has no common words.
  ar: async () => ({
    firstnames_ar: (await import('@zxcvbn-ts/language-ar/dist/firstnames.json.js')).default,
  }),
  de: async () => ({
    words_de: (await import('@zxcvbn-ts/language-de/dist/commonWords.json.js')).default,
    firstnames_de: (await import('@zxcvbn-ts/language-de/dist/firstnames.json.js')).default,
  }),
  en: async () => ({
    words_en: (await import('@zxcvbn-ts/language-en/dist/commonWords.json.mjs')).default,
    firstnames_en: (await import('@zxcvbn-ts/language-en/dist/firstnames.json.mjs')).default,
  }),
  es: async () => ({
    words_es: (await import('@zxcvbn-ts/language-es-es/dist/commonWords.json.mjs')).default,
    firstnames_es: (await import('@zxcvbn-ts/language-es-es/dist/firstnames.json.mjs')).default,
  }),
  fr: async () => ({
    words_fr: (await import('@zxcvbn-ts/language-fr/dist/commonWords.json.mjs')).default,
    firstnames_fr: (await import('@zxcvbn-ts/language-fr/dist/firstnames.json.mjs')).default,
  }),
  ja: async () => ({
    words_ja: (await import('@zxcvbn-ts/language-ja/dist/commonWords.json.js')).default,
    firstnames_ja: (await import('@zxcvbn-ts/language-ja/dist/firstnames.json.js')).default,
  }),
  'pt-BR': async () => ({
    words_pt: (await import('@zxcvbn-ts/language-pt-br/dist/commonWords.json.mjs')).default,
    firstnames_pt: (await import('@zxcvbn-ts/language-pt-br/dist/firstnames.json.mjs')).default,
  }),
}

export const wordLanguages = Object.keys(words)

// Imports files of the packages: their index also loads surnames and words of Wikipedia, two thirds of the size.
export async function loadEstimator(languages) {
  const [passwords, graphs, ...dictionaries] = await Promise.all([
    import('@zxcvbn-ts/language-common/dist/passwords.json.mjs'),
    import('@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs'),
    ...languages.map((language) => words[language]?.()),
  ])
  const zxcvbn = new ZxcvbnFactory({
    dictionary: Object.assign({ passwords: passwords.default }, ...dictionaries),
    graphs: graphs.default,
    l33tMaxSubstitutions: maxSubstitutions,
    maxLength: maxAnalyzedLength,
  })

  const findWeakness = (text, personalWords, factor) => {
    const { guesses, feedback, sequence } = zxcvbn.check(text, personalWords)
    const hasPersonalWord = sequence.some((match) => match.dictionaryName === 'userInputs')
    if (guesses * factor >= (hasPersonalWord ? minGuesses.withPersonalWord : minGuesses.default)) return null
    if (hasPersonalWord) return 'own'
    const hasWord = sequence.some((match) => match.pattern === 'dictionary')
    return reasons[feedback.warning] ?? (hasWord ? 'word' : 'guessable')
  }
  return (password, personalWords) => {
    const joined = joinWords(password)
    const weakness = findWeakness(password, personalWords, 1)
    return weakness ?? (joined && findWeakness(joined, personalWords, guessesPerSeparator))
  }
}

/** The distinct words of a text, without separators, if it has only words or repeats one; otherwise null. */
function joinWords(text) {
  const parts = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  const distinct = [...new Set(parts)]
  const long = parts.filter((part) => part.length > 2)
  const repeats = new Set(long).size < long.length
  const plain = parts.length > 1 && parts.every((part) => /^[\p{L}\p{M}]{4,}$/u.test(part))
  return repeats || plain ? distinct.join('') : null
}
