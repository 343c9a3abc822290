// npm run build: builds the application if the build is missing or outdated; needs no database.

import { build, checkNode, generateClients, install, isBuilt, runOrExplain, settings } from './prepare.mjs'

await runOrExplain(async () => {
  checkNode()
  await install()
  await generateClients()
  const env = settings()
  if (isBuilt(env)) console.log('The build is up to date.')
  else await build(env)
})
