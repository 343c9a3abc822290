import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('app/icons.css defines exactly the icons of IconName', () => {
  const names = [...readFileSync('components/ui/icon.tsx', 'utf8').matchAll(/\| '([\w-]+)'/g)].map(
    ([, name]) => name,
  )
  const icons = [...readFileSync('app/icons.css', 'utf8').matchAll(/\.icon-([\w-]+) \{/g)].map(
    ([, name]) => name,
  )
  expect(names.length).toBeGreaterThan(10)
  expect(icons).toEqual(names)
})
