import { expect, test, vi } from 'vitest'
import { changeSettings } from '../testing/settings'
import { conversationKey, postKey, recordChanges, recordUnknownChanges, userKey } from './changes.mjs'
import { knownToExist } from './existence-cache'

test('caches existing objects by case-insensitive name, but not missing ones', async () => {
  const find = vi.fn(async () => 7 as number | null)
  for (const name of ['ANN', 'ann', 'ann']) expect(await knownToExist(userKey(name), find)).toBe(7)
  expect(find).toHaveBeenCalledTimes(1)
  find.mockResolvedValue(null)
  for (const _ of [1, 2]) expect(await knownToExist(userKey('bob'), find)).toBeNull()
  expect(find).toHaveBeenCalledTimes(3)
})

test.each([
  ['the object has changed', () => recordChanges([userKey('Ann')]), null],
  ['any object may have changed', () => recordUnknownChanges(), null],
  ['another object has changed', () => recordChanges([userKey('anna'), postKey(1), conversationKey(1)]), 7],
])('returns $2 after a cached lookup if %s', async (_, change, expected) => {
  recordUnknownChanges()
  await knownToExist(userKey('ann'), async () => 7)
  change()
  expect(await knownToExist(userKey('ann'), async () => null)).toBe(expected)
})

test('does not cache a lookup during which the object was deleted', async () => {
  const find = async () => {
    recordChanges([postKey(5)])
    return 7
  }
  expect(await knownToExist(postKey(5), find)).toBe(7)
  expect(await knownToExist(postKey(5), async () => null)).toBeNull()
})

test('caches nothing on a serverless host', async () => {
  recordUnknownChanges()
  await knownToExist(postKey(6), async () => 7)
  changeSettings({ functionHost: 'Vercel' })
  expect(await knownToExist(postKey(6), async () => null)).toBeNull()
})
