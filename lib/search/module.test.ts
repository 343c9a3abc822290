import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { searchRow, userTokens } from '../text/search-row'

const sources = ['app', 'components', 'lib'].flatMap((top) =>
  readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.tsx?$/.test(name) && !name.includes('generated'))
    .map((name) => `${top}/${name}`),
)

test('only the two engine files use full-text search [SEA-08]', () => {
  const users = sources.filter((path) =>
    /post_fts|user_fts|tsquery|tsvector|\bMATCH\b/.test(readFileSync(path, 'utf8')),
  )
  expect(users.sort()).toEqual(['lib/search/index.postgresql.ts', 'lib/search/index.sqlite.ts'])
})

test('lib/text/search-row.ts creates the search tokens of posts and users [SEA-08]', () => {
  const post = { id: 7, authorId: 3, body: 'Café #Tea', createdAt: new Date(0) }
  expect(searchRow(post).tokens.trim().split(' ')).toEqual(['cafe', 'tea', '#tea', '@3'])
  expect(userTokens({ username: 'ann_b', displayName: 'Ánn' }).trim().split(' ')).toContain('ann')
})
