import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import { createPluralTemplate, createTemplate, fillPluralTemplate, fillTemplate } from './templates'

test('inserts a value into a message without interpreting it', () => {
  const template = createTemplate((name) => `Post by ${name}.`)
  expect(fillTemplate(template, '$& {name}')).toBe('Post by $& {name}.')
  expect(fillTemplate(template, 3)).toBe('Post by 3.')
})

test('selects the plural form of a count in the language of the message', () => {
  const messages = {
    replies:
      '{count, plural, one {{shown} respuesta} many {{shown} de respuestas} other {{shown} respuestas}}',
  }
  const t = createTranslator({ locale: 'es', messages })
  const template = createPluralTemplate('es', (count, shown) => t('replies', { count, shown }))
  expect([0, 1, 2, 1_000_000].map((count) => fillPluralTemplate(template, count))).toEqual([
    '0 respuestas',
    '1 respuesta',
    '2 respuestas',
    '1.000.000 de respuestas',
  ])
})

test('omits the number in a plural form that does not contain it', () => {
  const template = createPluralTemplate('en', (count, shown) =>
    count === 1 ? 'One person fits.' : `${shown} people fit.`,
  )
  expect([1, 8].map((count) => fillPluralTemplate(template, count))).toEqual([
    'One person fits.',
    '8 people fit.',
  ])
})

test('selects each of the six plural forms of Arabic', () => {
  const messages = {
    replies:
      '{count, plural, zero {لا ردود} one {رد واحد} two {ردان} few {{shown} ردود} many {{shown} ردًا} other {{shown} رد}}',
  }
  const t = createTranslator({ locale: 'ar', messages })
  const template = createPluralTemplate('ar', (count, shown) => t('replies', { count, shown }))
  expect([0, 1, 2, 3, 11, 100].map((count) => fillPluralTemplate(template, count))).toEqual([
    'لا ردود',
    'رد واحد',
    'ردان',
    '3 ردود',
    '11 ردًا',
    '100 رد',
  ])
})
