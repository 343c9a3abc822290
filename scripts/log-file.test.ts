import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { eventually } from '../lib/testing/eventually'
import { openLogFile } from './log-file.mjs'

type Shared = { roostLogFile?: { write: (line: string) => void } }
const shared = globalThis as Shared

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  delete shared.roostLogFile
})

const directory = () => mkdtempSync(join(tmpdir(), 'roost-log-'))

test('writes and rotates LOG_FILE, and keeps LOG_FILES old files [ERR-06]', async () => {
  const path = join(directory(), 'logs', 'roost.log')
  const env = { LOG_FILE: path, LOG_MAX_BYTES: '1000', LOG_FILES: '3' }
  for (let part = 1; part <= 6; part += 1) {
    const close = openLogFile(env)
    for (let line = 1; line <= 20; line += 1)
      shared.roostLogFile?.write(`part ${part} line ${line}${'.'.repeat(60)}\n`)
    await close()
  }
  const names = readdirSync(join(path, '..')).sort()
  expect(names).toEqual(['roost.log', 'roost.log.1', 'roost.log.2', 'roost.log.3'])
  const lines = names
    .reverse()
    .flatMap((name) =>
      readFileSync(join(path, '..', name), 'utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => line.replace(/\.+$/, ''))
  const all = [1, 2, 3, 4, 5, 6].flatMap((part) =>
    Array.from({ length: 20 }, (_, index) => `part ${part} line ${index + 1}`),
  )
  // The oldest lines have been deleted. The rest is complete and in order.
  expect(lines).toEqual(all.slice(-lines.length))
  expect(lines.length).toBeGreaterThan(20)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('appends to an existing LOG_FILE', async () => {
  const path = join(directory(), 'roost.log')
  writeFileSync(path, 'before\n')
  const close = openLogFile({ LOG_FILE: path })
  shared.roostLogFile?.write('after\n')
  await close()
  expect(readFileSync(path, 'utf8')).toBe('before\nafter\n')
})

test('reports a LOG_FILE that cannot be written in one line', () => {
  const file = join(directory(), 'file')
  writeFileSync(file, '')
  expect(() => openLogFile({ LOG_FILE: join(file, 'roost.log') })).toThrow(
    /^LOG_FILE \S+ cannot be written \(\w+\): [^\n]+$/,
  )
})

test('opens nothing without LOG_FILE', async () => {
  await openLogFile({})()
  expect(shared.roostLogFile).toBeUndefined()
})

test.runIf(process.platform === 'linux')('opens the file again half a minute after an error', async () => {
  const path = join(directory(), 'roost.log')
  // The stream refuses everything that is not a regular file.
  symlinkSync('/dev/full', path)
  const report = vi.spyOn(console, 'error').mockImplementation(() => {})
  const close = openLogFile({ LOG_FILE: path })
  shared.roostLogFile?.write('lost\n')
  await eventually(() => expect(report).toHaveBeenCalledOnce())
  expect(report.mock.lastCall?.[0]).toMatch(/^LOG_FILE cannot be written: \S/)
  rmSync(path)
  shared.roostLogFile?.write('too early\n')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_000 })
  shared.roostLogFile?.write('written\n')
  await close()
  expect(readFileSync(path, 'utf8')).toBe('written\n')
})
