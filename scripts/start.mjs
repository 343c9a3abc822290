// npm start: installs, migrates, builds and serves. --no-serve stops before the last step.

import { spawn } from 'node:child_process'
import { allocatorSettings } from './allocator.mjs'
import { heapArguments } from './heap.mjs'
import {
  build,
  checkNode,
  configuredPort,
  generateClients,
  install,
  isBuilt,
  recommendNode,
  root,
  runDatabaseCommand,
  runOrExplain,
  settings,
} from './prepare.mjs'
import { printSettingHints } from './setting-hints.mjs'
import { isPostgresql } from './settings.mjs'

await runOrExplain(async () => {
  const serve = !process.argv.includes('--no-serve')
  checkNode()
  recommendNode()
  const own = settings()
  printSettingHints(own)
  // The build is always for production; only NODE_ENV=production of the user keeps PostgreSQL from being migrated
  // (scripts/db/commands/upgrade-at-start.ts).
  const AUTO_MIGRATE = own.AUTO_MIGRATE ?? (own.NODE_ENV === 'production' ? '' : '1')
  const env = { ...own, NODE_ENV: 'production', AUTO_MIGRATE }
  const port = serve ? await configuredPort(env) : undefined
  install()
  await generateClients()
  if (!isBuilt(env)) {
    // Reports a problem of the database now instead of after a minute of building.
    await runDatabaseCommand('upgrade --at-start --sql', env, { quiet: true })
    await build(env)
  }
  await runDatabaseCommand('upgrade --at-start', env)
  if (!serve) return
  runServer({ ...env, PORT: String(port) })
})

function runServer(env) {
  const server = spawn(process.execPath, [...heapArguments(env), 'scripts/server.mjs'], {
    cwd: root,
    env: { ...allocatorSettings, ...env },
    // The IPC channel closes when this process ends, also when it is killed; the server then stops.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  server.once('message', () => {
    const engine = isPostgresql(env) ? 'PostgreSQL' : 'SQLite'
    console.log(
      `Roost is at http://localhost:${env.PORT}\nData is in ${env.DATA_DIR} (${engine}). Ctrl-C stops it.`,
    )
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
  server.once('exit', (code) => process.exit(code ?? 1))
}
