import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../lib/testing/temporary-directory'
import { compileNativePackages, uncompiledPackages } from './native-packages.mjs'

const manifest = {
  dependencies: { fast: '2.0.0', plain: '1.0.0' },
  allowScripts: { fast: true, plain: false },
}
const lock = {
  lockfileVersion: 3,
  packages: {
    '': {},
    'node_modules/fast': { version: '2.0.0' },
    'node_modules/plain': { version: '1.0.0' },
  },
}
const options = (directory: string) => ({ directory, manifest, lock, npmrc: 'fund=false\n' })

function writeFiles(directory: string, files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
  return directory
}

test('installs allowed packages in their locked versions and copies only their native modules', async () => {
  const directory = temporaryDirectory()
  const copy = await compileNativePackages(['fast'], {
    ...options(directory),
    async npm(_, { cwd }) {
      expect(cwd).toBe(directory)
      const built = { 'build/Release/fast.node': 'code', 'build/Release/obj/fast.o': 'object' }
      writeFiles(join(directory, 'node_modules/fast'), built)
    },
  })
  const read = (name: string) => JSON.parse(readFileSync(join(directory, name), 'utf8'))
  expect(read('package.json')).toMatchObject({
    dependencies: { fast: '2.0.0' },
    allowScripts: { fast: true },
  })
  expect(read('package-lock.json')).toEqual({
    ...lock,
    packages: { ...lock.packages, '': { dependencies: { fast: '2.0.0' } } },
  })
  const packages = temporaryDirectory()
  copy(packages)
  expect(readdirSync(packages, { recursive: true }).sort()).toEqual(
    ['fast', 'fast/build', 'fast/build/Release', 'fast/build/Release/fast.node'].sort(),
  )
  expect(existsSync(directory)).toBe(false)
})

test('leaves no files when a package cannot be compiled', async () => {
  const directory = temporaryDirectory()
  const npm = () => Promise.reject(new Error('no compiler'))
  await expect(compileNativePackages(['fast'], { ...options(directory), npm })).rejects.toThrow('no compiler')
  expect(existsSync(directory)).toBe(false)
})

test('names a package that npm has not compiled, and leaves no files', async () => {
  const directory = temporaryDirectory()
  const packages = temporaryDirectory()
  const copy = await compileNativePackages(['fast'], { ...options(directory), npm: async () => {} })
  expect(() => copy(packages)).toThrow(/^npm has not compiled fast: /)
  expect([existsSync(directory), readdirSync(packages)]).toEqual([false, []])
})

test('removes the files of an interrupted installation first', async () => {
  const directory = writeFiles(temporaryDirectory(), { 'node_modules/fast/build/Release/fast.node': 'half' })
  const npm = async () => expect(existsSync(join(directory, 'node_modules'))).toBe(false)
  await compileNativePackages(['fast'], { ...options(directory), npm })
})

const compiled = (version: string) => ({
  'fast/package.json': JSON.stringify({ version }),
  'fast/build/Release/fast.node': 'code',
})
test.each([
  ['a missing package', {}, ['fast']],
  ['a package without native modules', { 'fast/package.json': '{"version":"2.0.0"}' }, ['fast']],
  [
    'an interrupted compilation',
    { 'fast/package.json': '{"version":"2.0.0"}', 'fast/build/Release/obj': '' },
    ['fast'],
  ],
  ['another version', compiled('1.9.9'), ['fast']],
  ['the locked version', compiled('2.0.0'), []],
])('lists the packages to compile: %s', (_, files, names) => {
  expect(uncompiledPackages(writeFiles(temporaryDirectory(), files), { manifest, lock })).toEqual(names)
})
