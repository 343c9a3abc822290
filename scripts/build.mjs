// npm run build: builds the application if the build is missing or outdated; needs no database.

import { exportsTraces } from '../lib/env/traces.mjs'
import { build, checkNode, generateClients, install, isBuilt, runOrExplain, settings } from './prepare.mjs'

await runOrExplain(async () => {
  checkNode()
  const env = settings()
  await install({ telemetry: exportsTraces(env) })
  await generateClients()
  if (isBuilt(env)) console.log('The build is up to date.')
  else await build(env)
})
