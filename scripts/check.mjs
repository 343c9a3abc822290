// npm run check: all rules that need neither a build nor a database. A failing step does not stop the next one.

import { spawn } from 'node:child_process'
import { checkNode, generateClients, install, root, runOrExplain } from './prepare.mjs'

const tsx = 'node_modules/tsx/dist/cli.mjs'
const biome = 'node_modules/@biomejs/biome/bin/biome check --config-path=.config --error-on-warnings .'

/** Name of the step, and a script with its arguments. The two lists run concurrently and take about the same time. */
const lists = [
  [
    // A fresh clone lacks the types that Next generates: of routes and of imported images.
    ['route types', 'node_modules/next/dist/bin/next typegen'],
    ['types', 'node_modules/typescript/bin/tsc --noEmit'],
  ],
  [
    ['lint and format', biome],
    ['imports', `${tsx} scripts/check/imports.ts`],
    ['structure', `${tsx} scripts/check/structure.ts`],
    ['actions', `${tsx} scripts/check/actions.ts`],
    ['requirements', `${tsx} scripts/check/requirements.ts`],
    ['messages', `${tsx} scripts/i18n.ts check`],
    ['unused code', 'node_modules/knip/bin/knip.js --config .config/knip.json --no-progress'],
  ],
]

await runOrExplain(async () => {
  checkNode()
  await install({ development: true })
  await generateClients()
  // First, because the compiler and the import rules both need the generated types.
  const types = await runInOrder([['API types', `${tsx} scripts/api-types.ts`]])
  const failed = [...types, ...(await Promise.all(lists.map(runInOrder))).flat()]
  if (failed.length > 0) console.error(`Check failed: ${failed.join(', ')}.`)
  else console.log('Check passed.')
  process.exitCode = failed.length > 0 ? 1 : 0
})

/** Returns the names of the steps that failed. */
async function runInOrder(steps) {
  const failed = []
  for (const [name, command] of steps) if ((await run(command)) !== 0) failed.push(name)
  return failed
}

/** Prints the output of a step when it ends, so that those of two steps are not mixed. */
async function run(command) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  if (process.stdout.isTTY) env.FORCE_COLOR ??= '1'
  const child = spawn(process.execPath, command.split(' '), {
    cwd: root,
    env,
    stdio: ['inherit', 'pipe', 'pipe'],
  })
  const output = []
  child.stdout.on('data', (chunk) => output.push(chunk))
  child.stderr.on('data', (chunk) => output.push(chunk))
  const status = await new Promise((done) => child.once('close', done))
  process.stdout.write(Buffer.concat(output))
  return status
}
