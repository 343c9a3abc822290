import { expect, test } from 'vitest'
import { aResult } from './result-example'
import { formatChange, formatResult, insertResult } from './tables'

/** The cells of a table row by column heading. */
function cellsOf(text: string, name: string): Record<string, string> {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.startsWith(`| ${name}`))
  const cells = (line = '') => line.split('|').map((cell) => cell.trim())
  let head = at
  while (lines[head - 1]?.startsWith('|')) head -= 1
  const values = cells(lines[at])
  return Object.fromEntries(cells(lines[head]).map((title, index) => [title, values[index] ?? '']))
}

test('formats the CPU time, the ratios to both baselines and the budget of a row', () => {
  const text = formatResult(aResult(), { peer: null, earlier: null })
  expect(cellsOf(text, 'explore, member')).toMatchObject({
    ...{ 'CPU ms': '12.00', spread: '4 %', '× bare': '2.40', floor: '1.80', goal: '1.50', '× limit': '30.0' },
    ...{ 'req/s': '120', failed: '0' },
  })
  expect(text).toContain('Bare page: 5.00 (spread 10 %) ms of CPU')
  expect(text).toContain('150 and 151 MB before the run, 300 and 310 MB after it')
  expect(text).toContain('5 × 4 s per row')
  expect(text).not.toContain('change')
})

test('shows a dash for a missing value', () => {
  const result = aResult()
  const rows = result.rows.map((row) => ({ ...row, cpu: null, ofBare: null, ofLimit: null, floor: null }))
  const text = formatResult({ ...result, rows }, { peer: null, earlier: null })
  const missing = { 'CPU ms': '–', '× bare': '–', '× limit': '–', floor: '–' }
  expect(cellsOf(text, 'explore, member')).toMatchObject({ ...missing, spread: '10 %' })
})

test('wraps paragraphs at 120 characters', () => {
  const lines = formatResult(aResult(), { peer: null, earlier: aResult() }).split('\n')
  const paragraphs = lines.filter((line) => !line.startsWith('|'))
  expect(Math.max(...paragraphs.map(({ length }) => length))).toBeLessThanOrEqual(120)
  expect(paragraphs.join(' ')).toContain('the load generator shares the cores.')
})

test('adds the rate of the peer and the ratio of rates with --peer', () => {
  const peer = { name: 'Peer', rates: { 'explore, member': 60 } }
  const text = formatResult(aResult(), { peer, earlier: null })
  expect(cellsOf(text, 'explore, member')).toMatchObject({ 'Peer req/s': '60', '× Peer': '2.00' })
  const other = formatResult(aResult(), { peer: { name: 'Peer', rates: {} }, earlier: null })
  expect(cellsOf(other, 'explore, member')).toMatchObject({ 'Peer req/s': '–', '× Peer': '–' })
})

test('adds the change of rows and clicks with --compare', () => {
  const earlier = aResult()
  for (const row of earlier.rows) row.ofBare = { median: 3, spread: 0.01 }
  for (const click of earlier.clicks) click.milliseconds = { median: 100, spread: 0.3 }
  const text = formatResult(aResult(), { peer: null, earlier })
  expect(cellsOf(text, 'explore, member').change).toBe('-20 %')
  expect(cellsOf(text, 'explore  ').change).toBe('(-20 %)')
})

test('formats a change with its sign, in parentheses when it is within the spread', () => {
  expect(formatChange({ share: 0.123, certain: true })).toBe('+12 %')
  expect(formatChange({ share: -0.05, certain: false })).toBe('(-5 %)')
  expect(formatChange(null)).toBe('–')
})

test('insertResult replaces only the text between the markers', () => {
  const document = 'before\n\n<!-- bench: start -->\n\nold\n\n<!-- bench: end -->\n\nafter\n'
  const changed = insertResult(document, 'new')
  expect(changed).toBe(document.replace('old', 'new'))
  expect(insertResult(changed, 'new')).toBe(changed)
})

test('insertResult replaces a text without markers', () => {
  expect(insertResult('old', 'new')).toBe('new\n')
  expect(insertResult('', 'new')).toBe('new\n')
})
