import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { naughtyStrings } from '../testing/naughty-strings'
import { jsonList } from './json-list'

async function* pagesOf(...pages: object[][]) {
  yield* pages
}

const write = (...pages: object[][]) => text(Readable.from(jsonList('posts', pagesOf(...pages))))

test.each([[[]], [[[]]], [[[{ a: 1 }]]], [[[{ a: 1 }, { b: [{ c: null }] }], [], [{ a: 'x\ny\u2028z' }]]]])(
  'writes the pages %j as JSON.stringify does [EXP-09]',
  async (pages) => {
    expect(await write(...pages)).toBe(JSON.stringify({ posts: pages.flat() }, null, 4))
  },
)

test('writes every string as JSON.stringify does', async () => {
  // A stream of text cannot carry half of a surrogate pair; no post contains one.
  const posts = naughtyStrings.map((body) => ({ body: body.toWellFormed() }))
  expect(await write(posts)).toBe(JSON.stringify({ posts }, null, 4))
})
