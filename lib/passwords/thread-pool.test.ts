import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { log } from '../log/log'
import { closePasswords, hashPassword, verifyPassword } from './passwords'
import { estimateWeakness } from './strength-thread'

afterEach(async () => {
  vi.restoreAllMocks()
  await closePasswords()
})

/** The nice values of all threads of this process. proc(5): field 19, and the name in field 2 may contain spaces. */
const niceValues = () =>
  readdirSync('/proc/self/task').map((thread) =>
    Number(readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')[1]?.split(' ')[16]),
  )

test.runIf(process.platform === 'linux')('hashes and estimates at a lower priority than pages', async () => {
  await Promise.all([hashPassword('four tall herons'), estimateWeakness('four tall herons', [])])
  const own = getPriority()
  expect(niceValues()).toEqual(expect.arrayContaining([own, Math.min(19, own + 5), Math.min(19, own + 10)]))
})

test('hashes where a thread may not change its priority', () => {
  const program = `
    require('node:os').setPriority = () => { throw new Error('EPERM') }
    require('./lib/passwords/worker.cjs').hash({ password: 'x', cost: 4 }).then(console.log)`
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' })
  expect([stdout, stderr]).toEqual([expect.stringMatching(/^\$2b\$04\$/), ''])
})

test('rejects all tasks when a thread cannot start, and starts threads again for later ones', async () => {
  const logged = vi.spyOn(log, 'error').mockReturnValue()
  const directory = vi.spyOn(process, 'cwd').mockReturnValue('/nonexistent')
  const tasks = [hashPassword('x'), hashPassword('y'), estimateWeakness('x', [])]
  const results = await Promise.allSettled(tasks)
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  const events = logged.mock.calls.map(([fields]) => fields)
  expect(events).toMatchObject([{ event: 'password.thread-failed' }, { event: 'password.thread-failed' }])
  directory.mockRestore()
  expect(await verifyPassword('x', await hashPassword('x'))).toBe(true)
})
