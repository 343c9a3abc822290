import { expect, test } from 'vitest'
import { prefersJson } from './prefers-json.mjs'

test.each([
  ['application/json', true],
  ['application/json, text/plain, */*', true],
  ['text/html;q=0.8, application/json', true],
  ['application/json;q=0.9, text/html', false],
  ['application/json, text/html', true],
  ['text/html, application/json', false],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
  ['*/*', false],
  ['application/json;q=0', false],
  ['image/png', false],
  ['', false],
  [null, false],
  [undefined, false],
])('Accept %j: %s [ERR-04]', (accept, expected) => expect(prefersJson(accept)).toBe(expected))
