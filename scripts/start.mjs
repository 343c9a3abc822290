// npm start: everything between a fresh clone and a running server. --no-serve stops before the last step.

import { spawn } from 'node:child_process'
import {
  build,
  checkNode,
  database,
  freePort,
  generateClients,
  install,
  isBuilt,
  root,
  runOrExplain,
  settings,
} from './prepare.mjs'
import { printSettingHints } from './setting-hints.mjs'
import { isPostgresql } from './settings.mjs'

await runOrExplain(async () => {
  const serve = !process.argv.includes('--no-serve')
  checkNode()
  const own = settings()
  printSettingHints(own)
  // Who says production wants to be asked before PostgreSQL is changed (scripts/db/commands/at-start.ts);
  // everybody gets a production build.
  const AUTO_MIGRATE = own.AUTO_MIGRATE ?? (own.NODE_ENV === 'production' ? '' : '1')
  const env = { ...own, NODE_ENV: 'production', AUTO_MIGRATE }
  const port = serve ? await freePort(env) : undefined
  install()
  await generateClients()
  if (!isBuilt(env)) {
    // What would stop the start should show now, and not after a minute of building.
    await database('upgrade --at-start --sql', env, { quiet: true })
    await build(env)
  }
  await database('upgrade --at-start', env)
  if (!serve) return
  runServer({ ...env, PORT: String(port) })
})

function runServer(env) {
  const server = spawn(process.execPath, ['scripts/server.mjs'], {
    cwd: root,
    env,
    // The channel tells the server when this process is gone, however it went.
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
