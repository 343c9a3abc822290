import { expect, test } from 'vitest'
import { openConnection } from '../../../lib/db/connection'
import { unusedPort } from '../../unused-port.mjs'
import { untilAnswered } from './until-answered'

test('waits until the database server responds, and prints the reason once [DEP-05]', async () => {
  const missing = `postgresql://roost@127.0.0.1:${await unusedPort()}/roost`
  const lines: string[] = []
  let pauses = 0
  const pause = async () => {
    pauses += 1
  }
  const attempt = async () => (pauses < 2 ? openConnection(missing) : 'connected')
  expect(await untilAnswered(attempt, { log: (line) => lines.push(line) }, pause)).toBe('connected')
  expect(pauses).toBe(2)
  expect(lines).toEqual([expect.stringMatching(/does not answer.* Trying again every 5 s\.$/)])
})

test('waits while the server starts or stops, but not after other errors [DEP-05]', async () => {
  const failing = (code: string) => {
    let left = 1
    return untilAnswered(
      async () => {
        if (left-- > 0) throw Object.assign(new Error('refused'), { code })
        return code
      },
      { log: () => {} },
      async () => {},
    )
  }
  for (const code of ['57P03', '57P01', 'ECONNRESET', 'EAI_AGAIN']) expect(await failing(code)).toBe(code)
  for (const code of ['28P01', '3D000', 'SQLITE_CORRUPT'])
    await expect(failing(code)).rejects.toThrow('refused')
})
