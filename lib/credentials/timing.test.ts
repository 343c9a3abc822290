import { expect, test } from 'vitest'
import { hashPassword } from '../passwords/passwords'
import { aUser } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { authenticate } from './mutations'

/** The minimum, because other processes can only lengthen a measurement. */
const shortest = (values: number[] = []) => Math.min(...values)

test('takes the same time for a known and an unknown user [LOG-03, SEC-05]', async () => {
  changeSettings({ BCRYPT_COST: 8, RATE_LIMITS: 'off' })
  await aUser({ username: 'known', passwordHash: await hashPassword('four tall herons') })
  await aUser({ username: 'without', passwordHash: null })
  const times: Record<string, number[]> = { known: [], unknown: [], without: [] }
  await Promise.all(Object.keys(times).map((name) => authenticate(name, 'warm up', '').catch(() => {})))
  for (let round = 0; round < 15; round++) {
    for (const [name, list] of Object.entries(times)) {
      const start = performance.now()
      await authenticate(name, 'wrong password', '').catch(() => {})
      list.push(performance.now() - start)
    }
  }
  for (const name of ['unknown', 'without']) {
    const ratio = shortest(times[name]) / shortest(times.known)
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  }
})
