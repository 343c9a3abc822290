// npm run fuzz -- [--calls N] [--seed N]: sends generated requests to the REST API of a server of the browser tests and
// checks every response (e2e/api-fuzz.spec.ts). Without --seed the seed is random. Each run prints its seed.

import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { root } from './settings.mjs'

const { values } = parseArgs({ options: { calls: { type: 'string' }, seed: { type: 'string' } } })
const env = {
  ...process.env,
  FUZZ_CALLS: values.calls ?? '5000',
  FUZZ_SEED: values.seed ?? String(randomInt(2 ** 31)),
}
const args = ['scripts/e2e.mjs', 'e2e/api-fuzz.spec.ts', '--project', 'script']
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1
