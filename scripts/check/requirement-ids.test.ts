import { expect, test } from 'vitest'
import { compareRequirements, idsInTitles, misplacedIds } from './requirement-ids'

test.each([
  [`test('finds a post [SEA-01]', () => {})`, ['SEA-01']],
  [`test(\`finds \${what} [SEA-01, I18-02]\`, () => {})`, ['SEA-01', 'I18-02']],
  [`test.each(rows)("finds %s [SEA-01]", () => {})`, ['SEA-01']],
  [
    `for (const [id, text] of [['NXT-01', '/'], ['NXT-02', '//']]) test(\`leads home [\${id}]\`)`,
    ['NXT-01', 'NXT-02'],
  ],
  [`test('finds a post', () => {}) // [SEA-01]`, []],
  [`test('finds [SEA-01] among others', () => {})`, []],
])('reads the ids of %s', (text, ids) => {
  expect(idsInTitles(text)).toEqual(ids)
})

test('reports ids at the beginning of a title', () => {
  const titles = [
    `test('SEA-01 finds a post')`,
    `test.describe(\`SEA-02 finds \${what}\`)`,
    `test('finds [SEA-03]')`,
  ]
  expect(misplacedIds(titles.join('\n'))).toEqual(['SEA-01', 'SEA-02'])
})

const document = `
| theme | state   |
| ----- | ------- |
| core  | built   |
| reach | planned |

## Sign-up (core)

| id | requirement |
| --- | --- |
| REG-01 | There is a form. |
| REG-02 | Optional: it is short. |

## Export (reach)

| EXP-01 | There is an export. |
`

test('accepts tests that name every requirement of a built theme', () => {
  expect(compareRequirements(document, [{ id: 'REG-01', path: 'a.test.ts' }])).toEqual([])
})

test('reports requirements of a built theme without a test', () => {
  expect(compareRequirements(document, [])).toEqual([
    'No test names REG-01 of the theme core, which is built',
  ])
})

test('reports ids in tests that the document does not list', () => {
  const tested = ['REG-01', 'REG-03'].map((id) => ({ id, path: 'a.test.ts' }))
  expect(compareRequirements(document, tested)).toEqual([
    'a.test.ts names REG-03, which docs/requirements.md does not list',
  ])
})

test('reports duplicate requirements in the document', () => {
  const twice = `${document}| REG-01 | Again. |\n`
  expect(compareRequirements(twice, [{ id: 'REG-01', path: 'a.test.ts' }])).toEqual([
    'docs/requirements.md lists REG-01 twice',
  ])
})
