import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { searchRow, userTokens } from '../text/search-row'

const sources = ['app', 'components', 'lib'].flatMap((top) =>
  readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.tsx?$/.test(name) && !name.includes('generated'))
    .map((name) => `${top}/${name}`),
)

test('only the two files of the engines speak to full text [SEA-08]', () => {
  const speaking = sources.filter((path) =>
    /post_fts|tsquery|tsvector|\bMATCH\b/.test(readFileSync(path, 'utf8')),
  )
  expect(speaking.sort()).toEqual(['lib/search/index.postgresql.ts', 'lib/search/index.sqlite.ts'])
})

test('what can be searched of a post and of a member is said in one place [SEA-08]', () => {
  const post = { id: 7, authorId: 3, body: 'Café #Tea', createdAt: new Date(0) }
  expect(searchRow(post).tokens.trim().split(' ')).toEqual(['cafe', 'tea', '#tea', '@3'])
  expect(userTokens({ username: 'ann_b', displayName: 'Ánn' }).trim().split(' ')).toContain('ann')
})
