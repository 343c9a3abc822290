import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPeer, readResult } from './result'
import { aResult } from './result-example'

function aFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'roost-bench-')), 'file.json')
  writeFileSync(file, text)
  return file
}

test('readResult parses the output of --json, also after the lines that npm prints', () => {
  const result = aResult()
  const text = JSON.stringify(result, null, 2)
  expect(readResult(aFile(text))).toEqual(result)
  expect(readResult(aFile(`\n> roost@0.1.0 bench\n> tsx scripts/bench/main.ts --json\n\n${text}\n`))).toEqual(
    result,
  )
})

test('readResult names the flag, the file and the first problem', () => {
  const { rows, ...incomplete } = aResult()
  const file = aFile(JSON.stringify(incomplete))
  expect(rows).toHaveLength(1)
  expect(() => readResult(file)).toThrow(`--compare ${file} cannot be read`)
  expect(() => readResult(file)).toThrow('rows')
  expect(() => readResult(aFile('no JSON'))).toThrow('--compare')
  expect(() => readResult('/missing.json')).toThrow('ENOENT')
})

test('readPeer reads rates by row name', () => {
  const peer = { name: 'Peer', rates: { 'explore, member': 150 } }
  expect(readPeer(aFile(JSON.stringify(peer)), ['explore, member', 'home, member'])).toEqual(peer)
})

test('readPeer rejects unknown rows and rates that are not positive', () => {
  const unknown = aFile(JSON.stringify({ name: 'Peer', rates: { explorer: 150 } }))
  expect(() => readPeer(unknown, ['explore, member'])).toThrow('there is no row "explorer"')
  const zero = aFile(JSON.stringify({ name: 'Peer', rates: { 'explore, member': 0 } }))
  expect(() => readPeer(zero, ['explore, member'])).toThrow(`--peer ${zero} cannot be read`)
})
