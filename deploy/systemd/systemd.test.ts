import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { ensureProgram } from '../../scripts/test-programs.mjs'

const directory = fileURLToPath(new URL('.', import.meta.url))
const services = ['roost-web.service', 'roost-worker.service', 'roost-backup.service']

beforeAll(() => void ensureProgram('systemd-analyze'))

function analyze(command: string, ...args: string[]) {
  // The colon adds the default directories.
  const env = { ...process.env, SYSTEMD_UNIT_PATH: `${directory}:`, SYSTEMD_COLORS: '0' }
  return spawnSync('systemd-analyze', [command, '--no-pager', ...args], { env, encoding: 'utf8' })
}

const read = (name: string) => readFileSync(`${directory}/${name}`, 'utf8')

test.each([...services, 'roost-backup.timer'])('systemd accepts %s [DEP-01]', (name) => {
  const { status, stdout, stderr } = analyze('verify', '--man=no', `${directory}/${name}`)
  // Node may be installed in another directory than on the servers that the documentation describes.
  const problems = `${stdout}${stderr}`.split('\n').filter((line) => line && !line.includes('/usr/bin/node'))
  expect(problems).toEqual([])
  if (existsSync('/usr/bin/node')) expect(status).toBe(0)
})

test.each(services)('%s has an exposure of at most 1.5 of 10 [DEP-01]', (name) => {
  const { stdout } = analyze('security', '--offline=true', `${directory}/${name}`)
  const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? []
  expect(Number(exposure)).toBeLessThanOrEqual(1.5)
})

test.each([
  ['roost-web.service', 'web'],
  ['roost-worker.service', 'worker'],
])('%s starts at boot and restarts after every crash [DEP-01]', (name, program) => {
  const unit = read(name)
  for (const line of ['Restart=always', 'StartLimitIntervalSec=0', 'WantedBy=multi-user.target'])
    expect(unit.split('\n')).toContain(line)
  expect(unit).toContain(`ExecStart=/bin/sh deploy/start.sh ${program}\n`)
})

test('the sandbox lets threads that hash passwords lower their priority [DEP-01]', () => {
  const filters = read('roost-.service.d/sandbox.conf')
    .split('\n')
    .filter((line) => line.startsWith('SystemCallFilter='))
  // systemd applies them in order: the last one that contains a call decides.
  expect(filters.slice(-2)).toEqual([
    'SystemCallFilter=~@privileged @resources',
    'SystemCallFilter=setpriority',
  ])
})
