// npm run build:release: the build command of hosts that do not run `npm start`. Builds, then applies the migrations, so
// that a build that fails changes nothing.

import {
  build,
  checkNode,
  generateClients,
  isBuilt,
  runDatabaseCommand,
  runOrExplain,
  settings,
} from './prepare.mjs'

await runOrExplain(async () => {
  checkNode()
  await generateClients()
  const env = settings()
  if (isBuilt(env)) console.log('The build is up to date.')
  else await build(env)
  if (isMigrated(env)) await runDatabaseCommand('upgrade', env)
  else console.log('The database was not changed: npm run db -- upgrade applies pending migrations.')
})

/**
 * AUTO_MIGRATE takes precedence. Without it, previews of Vercel do not migrate: they may use the database of the site.
 */
function isMigrated({ AUTO_MIGRATE, VERCEL_ENV = 'production' }) {
  return AUTO_MIGRATE ? !/^(?:0|false|no|off)$/i.test(AUTO_MIGRATE) : VERCEL_ENV === 'production'
}
