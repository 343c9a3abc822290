// npm run check: every rule that needs no running product. All of them run, so that one look shows all there is to mend.

import { spawnSync } from 'node:child_process'
import { checkNode, generateClients, install, root, runOrExplain } from './prepare.mjs'

const steps = [
  [
    'lint and format',
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--config-path=.config',
    '--error-on-warnings',
    '.',
  ],
  // Types of routes and of imported images, which a fresh clone has not yet.
  ['route types', 'node_modules/next/dist/bin/next', 'typegen'],
  ['types', 'node_modules/typescript/bin/tsc', '--noEmit'],
  ['structure', 'scripts/check-structure.mjs'],
  ['messages', 'scripts/check-messages.mjs'],
  ['dead code', 'node_modules/knip/bin/knip.js', '--config', '.config/knip.json', '--no-progress'],
]

await runOrExplain(async () => {
  checkNode()
  install('vitest')
  await generateClients()
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  const failed = []
  for (const [name, ...command] of steps) {
    const { status } = spawnSync(process.execPath, command, { cwd: root, env, stdio: 'inherit' })
    if (status !== 0) failed.push(name)
  }
  if (failed.length > 0) console.error(`Check failed: ${failed.join(', ')}.`)
  else console.log('Check passed.')
  process.exitCode = failed.length > 0 ? 1 : 0
})
