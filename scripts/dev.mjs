// npm run dev: Next's development server on a prepared database.

import { spawn } from 'node:child_process'
import {
  checkNode,
  configuredPort,
  generateClients,
  install,
  root,
  runDatabaseCommand,
  runOrExplain,
  settings,
} from './prepare.mjs'
import { printSettingHints } from './setting-hints.mjs'

await runOrExplain(async () => {
  checkNode()
  const env = settings()
  printSettingHints(env)
  const port = await configuredPort(env)
  await install({ development: true })
  await generateClients()
  await runDatabaseCommand('upgrade --at-start', env)
  const next = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'dev', '-p', String(port)], {
    cwd: root,
    env,
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => next.kill(signal))
  next.once('exit', (code) => process.exit(code ?? 0))
})
