import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import { allMessages } from './all-messages'
import { messageCache } from './message-cache'

const translate = () =>
  createTranslator({ locale: 'en', messages: allMessages.en, timeZone: 'UTC', ...messageCache })

test('parses a message once for all translators', () => {
  const parsed = messageCache._cache.message
  const before = Object.keys(parsed).length
  expect(translate()('composer.counter', { count: '5' })).toContain('5')
  expect(Object.keys(parsed).length).toBe(before + 1)
  expect(translate()('composer.counter', { count: '7' })).toContain('7')
  expect(Object.keys(parsed).length).toBe(before + 1)
})
