import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { copyCheckout } from './checkout'

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

test('a copy has the sources and packages, without settings, data and caches', () => {
  copyCheckout(copy, undefined, source)
  expect(read('app/page.tsx')).toBe('app/page.tsx')
  expect(read('.config/rules.json')).toBe('.config/rules.json')
  expect(read('node_modules/next/index.js')).toBe('node_modules/next/index.js')
  for (const path of ['.env', '.data', 'node_modules/.cache', 'node_modules/next/.cache'])
    expect(existsSync(join(copy, path)), path).toBe(false)
})

test('packages are hard links, but not the files that tools write', () => {
  copyCheckout(copy, undefined, source)
  expect(isShared('node_modules/next/index.js')).toBe(true)
  expect(isShared('node_modules/.roost-lock')).toBe(false)
  expect(isShared('app/page.tsx')).toBe(false)
})

test('a copy of a copy has its own packages', () => {
  copyCheckout(copy, undefined, source)
  let installed = false
  const nested = join(copy, '.data/copy')
  const interrupted = () => {
    installed = existsSync(join(nested, 'node_modules/next/index.js'))
    throw new Error('interrupted')
  }
  for (let attempt = 0; attempt < 2; attempt++)
    expect(() => copyCheckout(nested, interrupted, copy)).toThrow('interrupted')
  expect(installed).toBe(true)
})

test('an update follows changed and deleted sources, and keeps the build and the packages', () => {
  let installations = 0
  const install = () => {
    installations += 1
  }
  copyCheckout(copy, install, source)
  write(copy, '.next/BUILD_ID')
  write(copy, 'app/bare/page.tsx')
  write(source, 'app/page.tsx', 'changed')
  rmSync(join(source, '.config'), { recursive: true })
  copyCheckout(copy, install, source)
  expect(read('app/page.tsx')).toBe('changed')
  expect(existsSync(join(copy, '.config'))).toBe(false)
  expect(existsSync(join(copy, 'app/bare'))).toBe(false)
  expect(existsSync(join(copy, '.next/BUILD_ID'))).toBe(true)
  expect(installations).toBe(1)
})

test('packages are installed again after a change of the lock file or an interruption', () => {
  const interrupted = () => {
    throw new Error('interrupted')
  }
  expect(() => copyCheckout(copy, interrupted, source)).toThrow('interrupted')
  let installations = 0
  const install = () => {
    installations += 1
  }
  copyCheckout(copy, install, source)
  expect(installations).toBe(1)
  write(source, 'package-lock.json', 'changed')
  copyCheckout(copy, install, source)
  expect(installations).toBe(2)
})
