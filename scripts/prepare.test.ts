import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkNode } from './prepare.mjs'

test.each(['20.19.0', '20.20.2', '22.12.0', '24.21.0'])('runs on Node %s', (version) => {
  expect(() => checkNode(version)).not.toThrow()
})

test.each(['18.20.0', '20.18.3', '25.0.0', '26.12.1'])(
  'names the version to install on Node %s',
  (version) => {
    expect(() => checkNode(version)).toThrow(`Roost needs Node 20.19 to 24, this is v${version}`)
  },
)

test('hosts that install the newest version of a range get Node 24 [DEP-04]', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(manifest.engines.node).toBe('>=20.19.0 <25')
})
