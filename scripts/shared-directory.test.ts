import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { publish, removeAbandoned, withUnfinished } from './shared-directory.mjs'

let base: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'roost-shared-'))
  onTestFinished(() => rmSync(base, { recursive: true }))
})

const fill = (directory: string, content: string) => {
  mkdirSync(join(directory, 'bin'), { recursive: true })
  writeFileSync(join(directory, 'bin/node'), content)
}

test('of two processes that fill a shared directory at once, the first publishes it', async () => {
  const shared = join(base, 'node')
  await withUnfinished(base, 'node', async (first) => {
    fill(join(first, 'package'), 'first')
    await withUnfinished(base, 'node', (second) => {
      fill(join(second, 'package'), 'second')
      expect(existsSync(shared)).toBe(false)
      publish(join(first, 'package'), shared)
      publish(join(second, 'package'), shared)
    })
  })
  expect(readFileSync(join(shared, 'bin/node'), 'utf8')).toBe('first')
  expect(readdirSync(base)).toEqual(['node'])
})

test('leaves nothing of a directory that could not be filled', async () => {
  const filling = withUnfinished(base, 'node', (directory) => {
    fill(directory, 'half')
    throw new Error('npm failed')
  })
  await expect(filling).rejects.toThrow('npm failed')
  expect(readdirSync(base)).toEqual([])
})

test('reports a directory that cannot be published for another reason', () => {
  expect(() => publish(join(base, 'missing'), join(base, 'node'))).toThrow('ENOENT')
})

test('removes unfinished directories of killed processes after a day', () => {
  fill(join(base, 'node.unfinished-abc'), 'half')
  fill(join(base, 'node'), 'complete')
  removeAbandoned(base)
  expect(readdirSync(base)).toEqual(['node', 'node.unfinished-abc'])
  removeAbandoned(base, Date.now() + 25 * 3_600_000)
  expect(readdirSync(base)).toEqual(['node'])
})
