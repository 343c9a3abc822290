// npm run check: all rules that need neither a build nor a database. A failing step does not stop the next one.

import { spawnSync } from 'node:child_process'
import { checkNode, generateClients, install, root, runOrExplain } from './prepare.mjs'

const tsx = 'node_modules/tsx/dist/cli.mjs'
const biome = 'node_modules/@biomejs/biome/bin/biome check --config-path=.config --error-on-warnings .'

/** Name of the step, and a script with its arguments. */
const steps = [
  ['lint and format', biome],
  // A fresh clone lacks the types that Next generates: of routes and of imported images.
  ['route types', 'node_modules/next/dist/bin/next typegen'],
  ['types', 'node_modules/typescript/bin/tsc --noEmit'],
  ['imports', `${tsx} scripts/check/imports.ts`],
  ['structure', `${tsx} scripts/check/structure.ts`],
  ['actions', `${tsx} scripts/check/actions.ts`],
  ['requirements', `${tsx} scripts/check/requirements.ts`],
  ['messages', 'scripts/check/messages.mjs'],
  ['unused code', 'node_modules/knip/bin/knip.js --config .config/knip.json --no-progress'],
]

await runOrExplain(async () => {
  checkNode()
  install('vitest')
  await generateClients()
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  const failed = []
  for (const [name, command] of steps) {
    const { status } = spawnSync(process.execPath, command.split(' '), { cwd: root, env, stdio: 'inherit' })
    if (status !== 0) failed.push(name)
  }
  if (failed.length > 0) console.error(`Check failed: ${failed.join(', ')}.`)
  else console.log('Check passed.')
  process.exitCode = failed.length > 0 ? 1 : 0
})
