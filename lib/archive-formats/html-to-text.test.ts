import { expect, test } from 'vitest'
import { htmlToText } from './html-to-text'

test.each([
  ['plain', 'plain'],
  ['<p>one</p><p>two<br>three<br />four</p>', 'one\n\ntwo\nthree\nfour'],
  ['<ul><li>a</li><li>b</li></ul>', '- a\n- b'],
  ['&lt;b&gt; &amp;amp; &#39;x&#x27; &unknown; &#0;', "<b> &amp; 'x' &unknown; \ufffd"],
  ['<script>alert(1)</script>', 'alert(1)'],
  ['1 < 2 and <p', '1 < 2 and <p'],
  ['<a href="https://a.example/">a.example</a>', 'https://a.example/'],
  ['<a href="https://a.example/x">here</a>', 'here https://a.example/x'],
  ['<a href="javascript:alert(1)">here</a>', 'here'],
  ["<a class='mention' href='https://b.example/@eve'>@eve</a>", '@eve@b.example'],
  ['<a class="mention" href="https://b.example/@eve">@eve@c.example</a>', '@eve@c.example'],
])('converts %s', (html, text) => expect(htmlToText(html)).toBe(text))

test.each(['<', '<a', '<a href="', ' ', '<!--', '&', '\n', '<a href="x">'])(
  'converts %j, repeated, in linear time',
  (part) => {
    const started = performance.now()
    htmlToText(part.repeat(Math.ceil(100_000 / part.length)))
    expect(performance.now() - started).toBeLessThan(2000)
  },
)

test('stops at a text that is too long for a post', () => {
  expect(htmlToText('<a>x</a>'.repeat(500_000))).toBeNull()
  expect(htmlToText('x'.repeat(40_001))).toBeNull()
  expect(htmlToText(`<p>${'x'.repeat(10_001)}</p>`)).toHaveLength(10_001)
})
