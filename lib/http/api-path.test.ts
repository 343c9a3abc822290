import { expect, test } from 'vitest'
import { isApiPath } from './api-path.mjs'

test.each([
  ['/api/posts', true],
  ['/api/posts?docs', true],
  ['/api/docs', false],
  ['/api/docs?_rsc=1', false],
  ['/api/docs/x', true],
  ['/api/docsx', true],
  ['/apis', false],
  ['/users/api/posts', false],
])('%s belongs to the API: %s', (url, expected) => expect(isApiPath(url)).toBe(expected))
