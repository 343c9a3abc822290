import { beforeEach, describe, expect, test } from 'vitest'
import { blockUser, muteUser } from '../blocks/mutations'
import { followUser } from '../follows/mutations'
import { resetLimits } from '../rate-limit/rate-limit'
import { aUser, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { handleSuggestions } from './suggestions'

let viewer: Viewer
beforeEach(async () => {
  await resetLimits()
  viewer = await aViewer({ username: 'susan_me', displayName: 'Susan' })
})

const suggestedNames = async (prefix: string, user: Viewer = viewer) => {
  const response = await handleSuggestions(user, prefix)
  expect(response.status).toBe(200)
  const { people } = (await response.json()) as { people: { username: string }[] }
  return people.map(({ username }) => username)
}

describe('suggestions for a mention', () => {
  test.each([
    ['sus', ['susan']],
    ['SUS', ['susan']],
    ['first', ['first_last']],
    ['first_l', ['first_last']],
    ['first_f', []],
    ['firstxl', []],
    ['%', []],
    ['jose', ['pepe']],
    ['José', ['pepe']],
    ['ibáñez', ['pepe']],
    ['strasse', ['kurt']],
    ['山', ['taro']],
    ['山田太', ['taro']],
    ['田', ['taro']],
    ['usan', []],
    ['x'.repeat(51), []],
    ['\0', []],
  ])('match the prefix %j', async (prefix, expected) => {
    for (const [username, displayName] of [
      ['susan', ''],
      ['first_last', ''],
      ['pepe', 'José Ibáñez'],
      ['kurt', 'Kurt Straße'],
      ['taro', '山田太郎'],
    ])
      await aUser({ username: String(username), displayName: String(displayName) })
    expect(await suggestedNames(prefix)).toEqual(expected)
  })

  test('list followed users first, usernames before display names, at most eight', async () => {
    for (let number = 0; number < 10; number++) await aUser({ username: `ann_${number}` })
    await aUser({ username: 'zoe', displayName: 'Ann' })
    await followUser(viewer, 'ann_7')
    expect(await suggestedNames('ann')).toEqual([
      'ann_7',
      ...[0, 1, 2, 3, 4, 5, 6].map((number) => `ann_${number}`),
    ])
    await followUser(viewer, 'zoe')
    expect((await suggestedNames('ann')).slice(0, 3)).toEqual(['ann_7', 'zoe', 'ann_0'])
    expect(await suggestedNames('')).toEqual(['ann_7', 'zoe'])
  })

  test('exclude muted users and users blocked in either direction', async () => {
    for (const username of ['ann_blocked', 'ann_muted', 'ann_free']) await aUser({ username })
    const blocker = await aViewer({ username: 'ann_blocker' })
    await blockUser(viewer, 'ann_blocked')
    await muteUser(viewer, 'ann_muted')
    await blockUser(blocker, viewer.username)
    expect(await suggestedNames('ann')).toEqual(['ann_free'])
    expect(await suggestedNames('susan', blocker)).toEqual([])
  })
})

test('rejects guests', async () => {
  const response = await handleSuggestions(null, 'a')
  expect([response.status, await response.json()]).toEqual([401, { error: 'unauthenticated' }])
})

test('rate-limits requests', async () => {
  const responses = []
  for (let count = 0; count <= 600; count++) responses.push(handleSuggestions(viewer, 'x'.repeat(60)))
  const last = (await Promise.all(responses)).at(-1) as Response
  expect([last.status, await last.json()]).toEqual([429, { error: 'rate-limited' }])
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
})
