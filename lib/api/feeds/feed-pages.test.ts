import { beforeEach, expect, test } from 'vitest'
import { createPost } from '../../posts/mutations'
import { resetLimits } from '../../rate-limit/rate-limit'
import { aPost, aViewer } from '../../testing/factories'
import { idsOf, type Load, readAtom, readJson } from '../../testing/feeds'
import { naughtyStrings } from '../../testing/naughty-strings'
import { searchFeed, userFeed } from './sources'

beforeEach(resetLimits)

test('hostile texts leave both formats valid and without active content [SYN-01]', async () => {
  const hostile = [
    ...naughtyStrings,
    '<script>alert(1)</script> <img src=x onerror=alert(1)>',
    'javascript:alert(1) data:text/html,x vbscript:x [a](javascript:alert(1))',
    'https://example.com/"onmouseover="alert(1)',
    '\u202ertl override\u202c مرحبا \u{1f469}\u200d\u{1f469}\u200d\u{1f467}',
    '&#0; &lt;b&gt; <!-- --> <![CDATA[ x ]]>',
  ]
  const author = await aViewer({ username: 'Hostile', displayName: ']]><a>&"\'', aboutMe: '</subtitle>' })
  for (const text of hostile) {
    const body = text.toWellFormed().replaceAll('\0', '').slice(0, 280)
    if (body.trim()) await createPost(author, { body })
  }
  const load: Load = (params) => userFeed('hostile', params)
  let query = ''
  let count = 0
  for (let more = true; more; ) {
    const [atom, json] = [await readAtom(load, query), await readJson(load, query)]
    for (const [index, { content_html: html }] of json.items.entries()) {
      expect(atom.entries?.[index]?.content?.value).toBe(html)
      // Every < begins one of our own elements, with our own attributes.
      expect(html.replace(/<\/?(?:p|a)(?: (?:dir|lang|href|title|rel)="[^"<>]*")*>|<br\/>/g, '')).not.toMatch(
        /[<>]/,
      )
      for (const [, href] of html.matchAll(/ href="([^"]*)"/g)) expect(href).toMatch(/^(?:https?:|mailto:)/)
      count += 1
    }
    query = json.next_url ? new URL(json.next_url).search : ''
    more = query !== ''
  }
  expect(count).toBeGreaterThan(300)
})

test('each page links to the next and the previous one, until every post was listed once [SYN-04]', async () => {
  const ann = await aViewer({ username: 'Ann' })
  const written: number[] = []
  for (let number = 0; number < 60; number += 1) written.unshift((await aPost(ann, `post ${number}`)).id)
  const loads: [Load, string][] = [
    [(params) => userFeed('ann', params), ''],
    [searchFeed, '?q=post'],
  ]
  for (const [load, first] of loads) {
    const pages: number[][] = []
    for (let query: string | undefined = first; query !== undefined; ) {
      const { links = [] } = await readAtom(load, query)
      const queryOf = (rel: string) => {
        const href = links.find((link) => link.rel === rel)?.href
        return href === undefined ? undefined : new URL(href).search
      }
      expect([queryOf('self'), queryOf('first')]).toEqual([query, first])
      const previous = queryOf('previous')
      expect(previous === undefined ? undefined : await idsOf(load, previous)).toEqual(pages.at(-1))
      pages.push(await idsOf(load, query))
      const { next_url: nextUrl } = await readJson(load, query)
      query = queryOf('next')
      expect(nextUrl && new URL(nextUrl).search).toBe(query)
    }
    expect(pages.map(({ length }) => length)).toEqual([25, 25, 10])
    expect(pages.flat()).toEqual(written)
  }
})
