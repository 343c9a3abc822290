import { expect, test } from 'vitest'
import { argumentsFor, parseFlags } from './flags'

test('defaults to five rounds on the standard database', () => {
  expect(parseFlags([])).toEqual({
    ...{ seconds: 4, rounds: 5, rows: '', posts: 100_000, data: '.data/bench', sqlite: false },
    ...{ node: null, peer: null, compare: null, json: false, markdown: null },
  })
})

test('uses a separate data directory for another database size, unless --data names one', () => {
  expect(parseFlags(['--posts', '5000'])?.data).toBe('.data/bench-5000')
  expect(parseFlags(['--posts', '5000', '--data', '/tmp/bench'])?.data).toBe('/tmp/bench')
})

test('returns null for --help', () => {
  expect(parseFlags(['--help', '--rounds', '2'])).toBeNull()
})

test.each([
  [['--seconds', '0'], '--seconds is "0": expected a whole number from 1.'],
  [['--rounds', '1.5'], '--rounds is "1.5": expected a whole number from 1.'],
  [['--posts', 'many'], '--posts is "many": expected a whole number from 3000.'],
  [['--node', '18'], '--node is "18": expected a whole number from 20.'],
  [['--sections', '2'], /--sections/],
])('rejects %j', (args, message) => {
  expect(() => parseFlags(args)).toThrow(message)
})

test('passes the flags to another Node version with absolute paths and without --node', () => {
  const args = ['--node=24', '--seconds=1', '--rows=home', '--peer=peer.json', '--json', '--data=data']
  const flags = parseFlags(args)
  if (!flags) throw new Error('The flags ask for help.')
  const paths = { data: `${process.cwd()}/data`, peer: `${process.cwd()}/peer.json` }
  expect(parseFlags(argumentsFor(flags))).toEqual({ ...flags, ...paths, node: null })
})
