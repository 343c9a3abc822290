import { expect, test, vi } from 'vitest'
import { conversationKey, noteChanges, noteUnknownChanges, postKey, userKey } from './changes.mjs'
import { knownToExist } from './existence-cache'

test('looks up what exists once for a while, in any case of its name, and what is missing every time', async () => {
  const find = vi.fn(async () => 7 as number | null)
  for (const name of ['ANN', 'ann', 'ann']) expect(await knownToExist(userKey(name), find)).toBe(7)
  expect(find).toHaveBeenCalledTimes(1)
  find.mockResolvedValue(null)
  for (const _ of [1, 2]) expect(await knownToExist(userKey('bob'), find)).toBeNull()
  expect(find).toHaveBeenCalledTimes(3)
})

test.each([
  ['it has changed', () => noteChanges([userKey('Ann')]), null],
  ['anything may have changed', () => noteUnknownChanges(), null],
  ['something else has changed', () => noteChanges([userKey('anna'), postKey(1), conversationKey(1)]), 7],
])('after a look-up, when %s, the answer is %3$s', async (_, change, expected) => {
  noteUnknownChanges()
  await knownToExist(userKey('ann'), async () => 7)
  change()
  expect(await knownToExist(userKey('ann'), async () => null)).toBe(expected)
})

test('keeps no answer of a look-up that was under way when the thing was deleted', async () => {
  const find = async () => {
    noteChanges([postKey(5)])
    return 7
  }
  expect(await knownToExist(postKey(5), find)).toBe(7)
  expect(await knownToExist(postKey(5), async () => null)).toBeNull()
})
