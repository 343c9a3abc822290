import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../settings.mjs'
import { addBareRoute } from './bench-build'

test('adds a route for the bare page, which the product does not have', () => {
  const routes = readFileSync(join(root, 'lib/request/routes.ts'), 'utf8')
  expect(routes).not.toContain("'/bare'")
  const changed = addBareRoute(routes)
  expect(changed).toMatch(/^const rules: .*\{\n {2}'\/bare': \{ gate: 'public' \},\n {2}'\/': /m)
  expect(changed.replace("\n  '/bare': { gate: 'public' },", '')).toBe(routes)
})

test('rejects a file without the route table', () => {
  expect(() => addBareRoute('export const routes = []')).toThrow('lib/request/routes.ts')
})
