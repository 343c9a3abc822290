import { dictionary } from '@zxcvbn-ts/language-common'
import { beforeAll, describe, expect, test } from 'vitest'
import { locales } from '../i18n/locales'
import en from '../i18n/messages/en.json'
import { limits } from '../limits'
import { processorTime, referenceTime } from '../testing/processor-time'
import { seeded } from '../testing/random'
import { newPassword } from '../users/schema'
import { type Estimator, loadEstimator, wordLanguages } from './strength.mjs'

let weakness: Estimator
beforeAll(async () => {
  weakness = await loadEstimator(wordLanguages)
})

test('rejects more than 3,000 of the most common passwords in upper case [REG-10, SEC-02]', () => {
  const words = dictionary['passwords-common'].map((word) => String(word).toUpperCase())
  const common = words.filter((word) => newPassword.safeParse(word).success).slice(0, 3100)
  expect(common.length).toBeGreaterThan(3000)
  expect(common.filter((word) => weakness(word, []) === null)).toEqual([])
})

test('accepts at least 99 % of random passwords of eight characters [REG-10]', () => {
  const random = seeded(26)
  const signs = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!$%&?*-_.']
  const refused = Array.from({ length: 1000 }, () =>
    Array.from({ length: limits.password.min }, () => random.pick(signs)).join(''),
  ).filter((password) => weakness(password, ['susan', 'susan@example.com', 'roost']))
  expect(refused.length).toBeLessThan(10)
})

test('has a message for every reason', () => {
  const reasons = new Set<string>()
  for (const text of [
    'password',
    '1990-01-02',
    '--ok--',
    'asdfghjkl;',
    'Alejandro',
    'kittiwake9',
    'aaaaaaaa',
    'abcdefgh',
    'Passw0rd!',
    'herons12',
  ])
    reasons.add(weakness(text, ['kittiwake']) ?? 'none')
  expect([...reasons].sort()).toEqual([
    ...['common', 'date', 'guessable', 'keyboard', 'name', 'own', 'repeated', 'sequence', 'similar', 'word'],
  ])
  for (const reason of reasons) expect(en.errors.password).toHaveProperty(reason)
})

test('has words or first names of every language of the site', async () => {
  expect(wordLanguages.toSorted()).toEqual(locales.toSorted())
  const words: [language: string, password: string][] = [
    ['ar', 'abdul-aziz1'],
    ['de', 'parasiten1'],
    ['en', 'warehouse1'],
    ['es', 'desarrollo1'],
    ['fr', 'chaussures1'],
    ['ja', 'akihiko123'],
    ['pt-BR', 'dinheiro12'],
  ]
  for (const [language, password] of words) {
    const estimate = await loadEstimator([language])
    expect(estimate(password, []), password).toMatch(/^(?:word|name|common)$/)
  }
})

test('supports a language without a dictionary', async () => {
  const estimate = await loadEstimator(['xx'])
  expect(estimate('password', [])).toBe('common')
})

describe('the duration of an estimate is bounded', () => {
  const pieces = [
    'a',
    'aA',
    '1',
    '4@',
    '|1',
    '$5',
    '1l!|',
    '({[<',
    'qwe',
    'p4ssw0rd',
    'abab',
    '01012024',
    '1.1.2024',
    'one ',
    ' ',
    '-',
    '日',
    '🐦',
    'e\u0301',
    '\u202e',
    'x1x2',
    'vv',
    '|\\|',
  ]
  const own = Array.from({ length: 20 }, (_, index) => `name${index}`)
  // The longest takes about twelve times the reference; with the default number of substitutions, ten times as long.
  const limit = 40
  const expectBounded = (text: string, reference: number, label: string) => {
    const ratioTo = (time: number) => processorTime(() => weakness(text, own), 1) / time
    const ratios = [ratioTo(reference)]
    while (Math.min(...ratios) > limit && ratios.length < 5) ratios.push(ratioTo(referenceTime()))
    expect(Math.min(...ratios), label).toBeLessThan(limit)
  }

  test('for the longest password of random pieces', () => {
    const random = seeded(2026)
    const reference = referenceTime()
    for (let round = 0; round < 100; round++) {
      const some = Array.from({ length: 1 + random.below(4) }, () => random.pick(pieces))
      const text = random.text(some, 4 * limits.password.max).padEnd(limits.password.max, some[0])
      expectBounded(text, reference, JSON.stringify(some))
    }
  })

  test('for a text of a million characters', () => {
    expectBounded('4@'.repeat(500_000), referenceTime(), 'a million characters')
  })
})
