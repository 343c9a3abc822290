import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { heapArguments } from './heap.mjs'

const gigabyte = 1024 ** 3

/** The heap limit of a process with these arguments, in MB. */
function limitWith(args: string[], environment: Record<string, string> = {}): number {
  const script = 'console.log(v8.getHeapStatistics().heap_size_limit / 1024 ** 2)'
  const env = { ...process.env, NODE_OPTIONS: '', ...environment }
  return Number(spawnSync(process.execPath, [...args, '-e', script], { env, encoding: 'utf8' }).stdout)
}

test('limits the heap of a web process on a large machine', () => {
  const args = heapArguments({}, 4 * gigabyte)
  expect(args).toEqual(['--max-old-space-size=768', '--max-semi-space-size=16'])
  const limit = limitWith(args)
  expect(limit).toBeGreaterThanOrEqual(768)
  // V8 adds the young generation: three semi-spaces.
  expect(limit).toBeLessThanOrEqual(768 + 3 * 16)
})

test('keeps a size of the young generation set in NODE_OPTIONS', () => {
  const args = heapArguments({ NODE_OPTIONS: '--max-semi-space-size=64' }, 4 * gigabyte)
  expect(args).toEqual(['--max-old-space-size=768'])
})

test('keeps the lower default limit of a small container', () => {
  expect(heapArguments({}, gigabyte / 4)).toEqual([])
})

test.each(['--max-old-space-size=2048', '--enable-source-maps --max_old_space_size=2048'])(
  'keeps a limit set in NODE_OPTIONS: %s',
  (NODE_OPTIONS) => {
    const args = heapArguments({ NODE_OPTIONS }, 4 * gigabyte)
    expect(limitWith(args, { NODE_OPTIONS })).toBeGreaterThan(2000)
  },
)
