import { beforeEach, describe, expect, test } from 'vitest'
import { blockUser, muteUser } from '../blocks/mutations'
import { followUser } from '../follows/mutations'
import { resetLimits } from '../rate-limit/rate-limit'
import { aUser, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { answerSuggestions } from './suggestions'

let viewer: Viewer
beforeEach(async () => {
  resetLimits()
  viewer = await aViewer({ username: 'susan_me', displayName: 'Susan' })
})

const names = async (typed: string, who: Viewer = viewer) => {
  const answer = await answerSuggestions(who, typed)
  expect(answer.status).toBe(200)
  const { people } = (await answer.json()) as { people: { username: string }[] }
  return people.map(({ username }) => username)
}

describe('whom one may be about to mention', () => {
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
  ])('%j', async (typed, expected) => {
    for (const [username, displayName] of [
      ['susan', ''],
      ['first_last', ''],
      ['pepe', 'José Ibáñez'],
      ['kurt', 'Kurt Straße'],
      ['taro', '山田太郎'],
    ])
      await aUser({ username: String(username), displayName: String(displayName) })
    expect(await names(typed)).toEqual(expected)
  })

  test('those whom one follows come first, then usernames before other names, eight at most', async () => {
    for (let number = 0; number < 10; number++) await aUser({ username: `ann_${number}` })
    await aUser({ username: 'zoe', displayName: 'Ann' })
    await followUser(viewer, 'ann_7')
    expect(await names('ann')).toEqual(['ann_7', ...[0, 1, 2, 3, 4, 5, 6].map((number) => `ann_${number}`)])
    await followUser(viewer, 'zoe')
    expect((await names('ann')).slice(0, 3)).toEqual(['ann_7', 'zoe', 'ann_0'])
    expect(await names('')).toEqual(['ann_7', 'zoe'])
  })

  test('nobody whom one does not meet: blocked either way, or muted', async () => {
    for (const username of ['ann_blocked', 'ann_muted', 'ann_free']) await aUser({ username })
    const blocker = await aViewer({ username: 'ann_blocker' })
    await blockUser(viewer, 'ann_blocked')
    await muteUser(viewer, 'ann_muted')
    await blockUser(blocker, viewer.username)
    expect(await names('ann')).toEqual(['ann_free'])
    expect(await names('susan', blocker)).toEqual([])
  })
})

test('guests are refused', async () => {
  const answer = await answerSuggestions(null, 'a')
  expect([answer.status, await answer.json()]).toEqual([401, { error: 'unauthenticated' }])
})

test('whoever asks without end has to wait', async () => {
  const answers = []
  for (let asked = 0; asked <= 600; asked++) answers.push(answerSuggestions(viewer, 'x'.repeat(60)))
  const last = (await Promise.all(answers)).at(-1) as Response
  expect([last.status, await last.json()]).toEqual([429, { error: 'rate-limited' }])
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
})
