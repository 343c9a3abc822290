import { expect, test } from 'vitest'
import { parseXml } from '../testing/feeds'
import { naughtyStrings } from '../testing/naughty-strings'
import { element, join, xmlDocument } from './xml'

/** What a parser reads from an element with this text and this attribute. */
function parsed(text: string) {
  const document = parseXml(xmlDocument(element('a', { b: text }, text)))
  const { root } = document
  const read = { content: root.content, attribute: root.attr('b')?.value }
  document.dispose()
  return read
}

const isForbidden = (character: string) =>
  (character < ' ' && !'\t\n\r'.includes(character)) || character === '\ufffe' || character === '\uffff'

test('parsers read every naughty string as it was written, but for the characters that XML forbids', () => {
  for (const text of naughtyStrings) {
    const expected = Array.from(text.toWellFormed(), (one) => (isForbidden(one) ? '\ufffd' : one)).join('')
    expect(parsed(text), JSON.stringify(text)).toEqual({ content: expected, attribute: expected })
  }
})

test.each([
  ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
  [']]>', ']]&gt;'],
  ['a\r\nb\tc', 'a&#13;\nb\tc'],
  ['a\u0000\u000b\ud800b', 'a\ufffd\ufffd\ufffdb'],
  ['\u{1f99c}\u0085\u202e', '\u{1f99c}\u0085\u202e'],
])('writes the text %j as %j', (text, markup) => {
  expect(element('a', {}, text)).toEqual({ markup: `<a>${markup}</a>` })
})

test('escapes attributes and leaves out those without a value', () => {
  expect(element('a', { b: '"\'\n', c: null, d: undefined, e: 0 })).toEqual({
    markup: '<a b="&quot;&#39;&#10;" e="0"/>',
  })
})

test('nests elements and leaves out missing content', () => {
  const inner = join([element('b', {}, 'one'), null, ' & two'])
  expect(xmlDocument(element('a', {}, inner, undefined))).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<a><b>one</b> &amp; two</a>\n',
  )
})
