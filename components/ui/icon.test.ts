import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('public/icons.svg has a symbol for every IconName, and no others', () => {
  const names = [...readFileSync('components/ui/icon.tsx', 'utf8').matchAll(/\| '([\w-]+)'/g)].map(
    ([, name]) => name,
  )
  const symbols = [...readFileSync('public/icons.svg', 'utf8').matchAll(/id="([\w-]+)"/g)].map(([, id]) => id)
  expect(names.length).toBeGreaterThan(10)
  expect(symbols).toEqual(names)
})
