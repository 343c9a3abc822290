// npm run build: the pages alone, when they are missing or old; starts nothing and touches no database.

import { build, checkNode, generateClients, install, isBuilt, runOrExplain, settings } from './prepare.mjs'

await runOrExplain(async () => {
  checkNode()
  install()
  await generateClients()
  const env = settings()
  if (isBuilt(env)) console.log('The build is up to date.')
  else await build(env)
})
