import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../settings.mjs'
import { addBareRoute } from './bench-build'

test('the bare page is added to the routes of the product, which lack it', () => {
  const routes = readFileSync(join(root, 'lib/request/routes.ts'), 'utf8')
  expect(routes).not.toContain("'/bare'")
  const changed = addBareRoute(routes)
  expect(changed).toMatch(/^const rules: .*\{\n {2}'\/bare': \{ gate: 'public' \},\n {2}'\/': /m)
  expect(changed.replace("\n  '/bare': { gate: 'public' },", '')).toBe(routes)
})

test('a file without the table of routes is refused', () => {
  expect(() => addBareRoute('export const routes = []')).toThrow('lib/request/routes.ts')
})
