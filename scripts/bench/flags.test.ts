import { expect, test } from 'vitest'
import { parseFlags } from './flags'

test('without flags there are several rounds on the standard database', () => {
  expect(parseFlags([])).toEqual({
    ...{ seconds: 4, rounds: 5, rows: '', posts: 100_000, data: '.data/bench', sqlite: false },
    ...{ peer: null, compare: null, json: false, markdown: null },
  })
})

test('a database of another size has its own data directory, unless a flag names one', () => {
  expect(parseFlags(['--posts', '5000'])?.data).toBe('.data/bench-5000')
  expect(parseFlags(['--posts', '5000', '--data', '/tmp/bench'])?.data).toBe('/tmp/bench')
})

test('--help returns no flags', () => {
  expect(parseFlags(['--help', '--rounds', '2'])).toBeNull()
})

test.each([
  [['--seconds', '0'], '--seconds is "0": expected a whole number from 1.'],
  [['--rounds', '1.5'], '--rounds is "1.5": expected a whole number from 1.'],
  [['--posts', 'many'], '--posts is "many": expected a whole number from 3000.'],
  [['--sections', '2'], /--sections/],
])('%j is refused', (args, message) => {
  expect(() => parseFlags(args)).toThrow(message)
})
