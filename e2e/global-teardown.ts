import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findSecrets } from './log-secrets'
import { isServerless } from './needs'
import { password } from './plain-http'

/** Fails the run if the log of the server under test contains a password, a session token or a secret of the server. */
export default function checkLog(): void {
  // Functions write to the log of their host.
  if (isServerless) return
  const dataDir = process.env.E2E_DATA_DIR as string
  const files = readdirSync(dataDir).filter((name) => name.startsWith('server.log'))
  if (files.length === 0) throw new Error('The server under test has written no log.')
  const log = files.map((name) => readFileSync(join(dataDir, name), 'utf8')).join('')
  const found = findSecrets(log, dataDir, [password])
  if (found.length > 0) throw new Error(`The log of the server contains secrets: ${found.join(', ')}`)
}
