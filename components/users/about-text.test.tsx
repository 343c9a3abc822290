import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { AboutText } from './about-text'

const render = (text: string) => renderToStaticMarkup(<AboutText text={text} />)

test('links http, https and mailto URLs with rel="nofollow ugc" [SEC-21]', () => {
  const html = render('Birds: https://example.com/a?b=c&d. Mail: mailto:ann@example.com')
  const links = [...html.matchAll(/<a href="([^"]*)" rel="([^"]*)"/g)].map(([, href, rel]) => [href, rel])
  expect(links).toEqual([
    ['https://example.com/a?b=c&amp;d', 'nofollow ugc'],
    ['mailto:ann@example.com', 'nofollow ugc'],
  ])
})

test.each([
  ['javascript:alert(1)'],
  ['data:text/html,x'],
  ['ftp://example.com/x'],
  ['//example.com'],
  ['example.com'],
  ['ann@example.com'],
  ['@susan #birds'],
  ['<a href="https://'],
  ['<script>alert(1)</script>'],
])('renders %s as text [SEC-21, PRO-12]', (text) => {
  const html = render(text)
  expect(html).not.toMatch(/<a |<script/)
  expect(html.replace(/<[^>]*>/g, '')).toBe(renderToStaticMarkup(<p>{text}</p>).replace(/<[^>]*>/g, ''))
})

test('keeps line breaks and the text around links', () => {
  expect(render('one\nhttps://example.com\n日本').replace(/<[^>]*>/g, '')).toBe(
    'one\nhttps://example.com\n日本',
  )
})
