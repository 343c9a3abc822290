import { expect, test } from 'vitest'
import { naughtyStrings } from '../testing/naughty-strings'
import { html } from './html'

test('escapes values in text and attributes, except other results of html', () => {
  const evil = `<img src=x onerror='a("b")'>&amp;`
  const safe = '&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&amp;amp;'
  const inner = html`<b title="${evil}">${evil}</b>`
  expect(String(html`<p>${inner}${null}${7}</p>`)).toBe(`<p><b title="${safe}">${safe}</b>7</p>`)
})

test('does not interpret backslashes', () => {
  expect(String(html`<p>${'\\n'}</p>`)).toBe('<p>\\n</p>')
})

test('contains any input within its element or attribute', () => {
  for (const text of naughtyStrings)
    expect(String(html`<p title="${text}">${text}</p>`)).toMatch(/^<p title="[^"<>']*">[^"<>']*<\/p>$/)
})
