// npm start: installs, migrates, builds and serves. --no-serve stops before the last step.

import { spawn } from 'node:child_process'
import { exportsTraces } from '../lib/env/traces.mjs'
import { allocatorSettings } from './allocator.mjs'
import { heapArguments } from './heap.mjs'
import {
  build,
  checkNode,
  configuredPort,
  generateClients,
  isBuilt,
  recommendNode,
  root,
  runDatabaseCommand,
  runOrExplain,
  settings,
  startInstallation,
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
  const { compiled } = await startInstallation({ telemetry: exportsTraces(env) })
  await generateClients()
  if (isBuilt(env)) await compiled
  else await buildAndCompile(env, compiled)
  await runDatabaseCommand('upgrade --at-start', env)
  if (!serve) return
  runServer({ ...env, PORT: String(port) })
})

/**
 * Builds while native packages are compiled, which the build does not need. A failed database check aborts the build, so
 * that it is reported early.
 */
async function buildAndCompile(env, compiled) {
  const stop = new AbortController()
  const checked = compiled.then(() => runDatabaseCommand('upgrade --at-start --sql', env, { quiet: true }))
  try {
    await Promise.all([build(env, { signal: stop.signal }), checked])
  } catch (error) {
    stop.abort()
    // Waits for the compilation, so that the next start does not repeat it.
    await compiled.catch(() => {})
    throw error
  }
}

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
