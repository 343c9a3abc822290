// Runs in the browser, and on the server in a worker thread, which Node loads without a build: so no TypeScript.
import { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** Guesses that a password must withstand, and one that holds a word of its member (docs/decisions/012). */
const enough = { alone: 1e7, withOwnWord: 1e9 }

/** The estimator counts a separator as one of ten signs, which in "hello world" is nothing to guess. */
const perSeparator = 10

/** UTF-16 units that are looked at: the work grows faster than the length. */
const looked = 64

/** Substitutions (4 for a) that are tried; the library's 100 take ten times as long and find no more. */
const substitutions = 8

/** The library's warnings as keys of our messages. */
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
  en: async () => ({
    words_en: (await import('@zxcvbn-ts/language-en/dist/commonWords.json.mjs')).default,
    firstnames_en: (await import('@zxcvbn-ts/language-en/dist/firstnames.json.mjs')).default,
  }),
  es: async () => ({
    words_es: (await import('@zxcvbn-ts/language-es-es/dist/commonWords.json.mjs')).default,
    firstnames_es: (await import('@zxcvbn-ts/language-es-es/dist/firstnames.json.mjs')).default,
  }),
}

// Files of the packages, not their index: that would load surnames and Wikipedia, two thirds of the whole.
export async function loadEstimator(languages) {
  const [passwords, graphs, ...dictionaries] = await Promise.all([
    import('@zxcvbn-ts/language-common/dist/passwords.json.mjs'),
    import('@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs'),
    ...languages.map((language) => words[language]?.()),
  ])
  const zxcvbn = new ZxcvbnFactory({
    dictionary: Object.assign({ passwords: passwords.default }, ...dictionaries),
    graphs: graphs.default,
    l33tMaxSubstitutions: substitutions,
    maxLength: looked,
  })

  const weakness = (text, own, share) => {
    const { guesses, feedback, sequence } = zxcvbn.check(text, own)
    const hasOwn = sequence.some((match) => match.dictionaryName === 'userInputs')
    if (guesses * share >= (hasOwn ? enough.withOwnWord : enough.alone)) return null
    if (hasOwn) return 'own'
    const hasWord = sequence.some((match) => match.pattern === 'dictionary')
    return reasons[feedback.warning] ?? (hasWord ? 'word' : 'guessable')
  }
  return (password, own) => {
    const joined = joinWords(password)
    return weakness(password, own, 1) ?? (joined && weakness(joined, own, perSeparator))
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
