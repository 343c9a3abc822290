import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { copyCheckout } from './checkout.mjs'

let source = ''
let copy = ''

const write = (directory: string, path: string, text = path) => {
  mkdirSync(dirname(join(directory, path)), { recursive: true })
  writeFileSync(join(directory, path), text)
}
const read = (path: string) => readFileSync(join(copy, path), 'utf8')
const isShared = (path: string) => statSync(join(copy, path)).ino === statSync(join(source, path)).ino

beforeEach(() => {
  const directory = mkdtempSync(join(tmpdir(), 'roost-checkout-'))
  source = join(directory, 'source')
  copy = join(directory, 'copy')
  for (const path of ['app/page.tsx', 'package-lock.json', '.config/rules.json', '.env', '.data/roost.db'])
    write(source, path)
  for (const path of ['next/index.js', '.roost-lock', '.cache/file', 'next/.cache/file'])
    write(source, `node_modules/${path}`)
})

test('copies sources and packages, but no settings, data or caches', () => {
  copyCheckout(copy, source)
  expect(read('app/page.tsx')).toBe('app/page.tsx')
  expect(read('.config/rules.json')).toBe('.config/rules.json')
  expect(read('node_modules/next/index.js')).toBe('node_modules/next/index.js')
  for (const path of ['.env', '.data', 'node_modules/.cache', 'node_modules/next/.cache'])
    expect(existsSync(join(copy, path)), path).toBe(false)
})

test('hard-links packages, except for files that tools write', () => {
  copyCheckout(copy, source)
  expect(isShared('node_modules/next/index.js')).toBe(true)
  expect(isShared('node_modules/.roost-lock')).toBe(false)
  expect(isShared('app/page.tsx')).toBe(false)
})

test('copies a copy together with its packages', () => {
  copyCheckout(copy, source)
  copyCheckout(join(copy, '.data/copy'), copy)
  expect(existsSync(join(copy, '.data/copy/node_modules/next/index.js'))).toBe(true)
})

test('updates changed and deleted sources, and keeps the build and the packages', () => {
  copyCheckout(copy, source)
  write(copy, '.next/BUILD_ID')
  write(copy, 'app/bare/page.tsx')
  write(copy, 'node_modules/next/compiled.node')
  write(source, 'app/page.tsx', 'changed')
  rmSync(join(source, '.config'), { recursive: true })
  copyCheckout(copy, source)
  expect(read('app/page.tsx')).toBe('changed')
  expect(existsSync(join(copy, '.config'))).toBe(false)
  expect(existsSync(join(copy, 'app/bare'))).toBe(false)
  expect(existsSync(join(copy, '.next/BUILD_ID'))).toBe(true)
  expect(existsSync(join(copy, 'node_modules/next/compiled.node'))).toBe(true)
})

test.each([
  ['a lockfile change', () => write(source, 'package-lock.json', 'changed')],
  ['a Node version change', () => write(copy, 'node_modules/.roost-copy', `v0.0.0\npackage-lock.json`)],
  ['an interrupted copy', () => rmSync(join(copy, 'node_modules/.roost-copy'))],
])('links packages again after %s', (_, change) => {
  copyCheckout(copy, source)
  write(copy, 'node_modules/next/compiled.node')
  change()
  copyCheckout(copy, source)
  expect(existsSync(join(copy, 'node_modules/next/compiled.node'))).toBe(false)
})
