import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { parseQuery, requiredPhrases } from '@/lib/search/parse-query'
import { toExcerpt, toRichText } from '@/lib/text/rich-text'
import { PostBody } from './post-body'

const fold = { more: 'Show more', less: 'Show less' }
const long = 'https://example.com/a/rather/long/path/with-many-words.html'

const render = (body: string, query?: string) => {
  const text =
    query === undefined
      ? toRichText(body, ['ann'])
      : toExcerpt(body, ['ann'], requiredPhrases(parseQuery(query)))
  return renderToStaticMarkup(<PostBody text={text} fold={fold} />)
}

test('renders a short text with its links, mentions and tags', () => {
  expect(render('Hello <b>@ann</b>, https://example.com/a #tag')).toBe(
    '<p dir="auto" class="post-body">Hello &lt;b&gt;<a href="/users/ann" data-card="ann">@ann</a>&lt;/b&gt;, ' +
      '<a href="https://example.com/a" rel="nofollow ugc">https://example.com/a</a> ' +
      '<a href="/tags/tag">#tag</a></p>',
  )
})

test('shortens a long URL and keeps the full URL in href and title', () => {
  expect(render(long)).toBe(
    `<p dir="auto" class="post-body"><a href="${long}" title="${long}" rel="nofollow ugc">` +
      'example.com/a/rather/long/path/with-man…</a></p>',
  )
})

test('folds a long text at a word boundary and keeps links in the folded part', () => {
  const html = render(`${'word '.repeat(400)}@ann`)
  expect(html).toMatch(
    /^<p [^>]*>word [^<]* word<span class="rest"> word [^<]*<a href="\/users\/ann"[^<]*<\/a><\/span><\/p>/,
  )
  expect(html).toContain(
    '<details class="fold"><summary><span>Show more</span><span>Show less</span></summary>',
  )
})

test('shows an excerpt of a search result with collapsed blank lines and highlighted matches in URLs', () => {
  expect(render(`first${'\n'.repeat(50)}last`, 'last')).toContain('first\n\n\n<mark>last</mark>')
  const html = render(`look ${long} here`, 'words')
  expect(html).toContain(
    `<a href="${long}" rel="nofollow ugc">https://example.com/a/rather/long/path/with-many-<mark>words</mark>.html</a>`,
  )
  expect(render(`look ${long} here`, 'look')).toContain('path/with-man…</a> here')
  expect(render(`${'word '.repeat(400)}end`, 'end')).not.toContain('Show more')
})
