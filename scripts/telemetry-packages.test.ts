import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { installTelemetryPackages } from './telemetry-packages.mjs'

let root = ''
const at = (path: string) => join(root, path)
const installed = 'node_modules/.telemetry/node_modules/a'

function setLock(content: string) {
  mkdirSync(at('lib/telemetry/packages'), { recursive: true })
  for (const name of ['package.json', 'package-lock.json'])
    writeFileSync(at(`lib/telemetry/packages/${name}`), content)
}

/** Installs one package, with the content of the lock file. */
async function install(_: string[], { cwd }: { cwd: string }) {
  mkdirSync(join(cwd, 'node_modules'))
  writeFileSync(join(cwd, 'node_modules/a'), readFileSync(join(cwd, 'package-lock.json')))
}

/** Fails as npm does, after it has begun to write. */
async function failToInstall(args: string[], options: { cwd: string }) {
  await install(args, options)
  throw new Error('npm error code ECONNREFUSED\nnpm error network\nnpm ci failed (exit code 1).')
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'roost-telemetry-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  setLock('one')
})

test('installs the packages for traces once for each lock file', async () => {
  const npm = vi.fn(install)
  await installTelemetryPackages({ root, npm })
  await installTelemetryPackages({ root, npm })
  expect(npm).toHaveBeenCalledTimes(1)
  setLock('two')
  await installTelemetryPackages({ root, npm })
  expect(readFileSync(at(installed), 'utf8')).toBe('two')
  expect(readdirSync(at('node_modules'))).toEqual(['.telemetry'])
})

test('a failure to install the packages for traces is reported in one line', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue()
  await installTelemetryPackages({ root, npm: failToInstall })
  expect(error.mock.calls).toEqual([
    [expect.stringMatching(/^.*\(ECONNREFUSED\), so no traces are exported: check the connection [^\n]*$/)],
  ])
  expect(existsSync(at('node_modules/.telemetry'))).toBe(false)
  await installTelemetryPackages({ root, npm: install })
  expect(existsSync(at(installed))).toBe(true)
})

test('a failure to install new packages for traces keeps the installed ones', async () => {
  await installTelemetryPackages({ root, npm: install })
  setLock('two')
  const error = vi.spyOn(console, 'error').mockReturnValue()
  await installTelemetryPackages({ root, npm: failToInstall })
  expect(error).toHaveBeenCalledWith(expect.stringContaining('traces are recorded with an older version'))
  expect(readFileSync(at(installed), 'utf8')).toBe('one')
})

test('a failure to install required packages for traces is an error', async () => {
  await expect(installTelemetryPackages({ root, npm: failToInstall, required: true })).rejects.toThrow(
    'npm ci failed',
  )
})
