// The services around functions, as a host or its customers run them: PostgreSQL behind PgBouncer, an S3 store and a mail
// server.

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgresql } from '../postgresql.mjs'
import { SetupError } from '../settings.mjs'
import { unusedPort } from '../unused-port.mjs'
import { installTool } from './tools.mjs'

/**
 * Starts all services. They end with this process.
 * @param {string} dataDir gets the mails, in the form in which Roost writes them to files
 * @returns {Promise<{ settings: Record<string, string>, directUrl: string }>} the settings of
 *   Roost, and the URL of the database without the pooler
 */
export async function startServices(dataDir) {
  const postgresql = await startPostgresql()
  const pooler = await startPgbouncer(postgresql.url)
  const s3 = await startS3(join(dataDir, 's3'))
  const mail = await startMailServer(join(dataDir, 'mail'))
  return {
    // With a single connection, code that needs two at the same time fails.
    settings: {
      DATABASE_URL: `${pooler.url}?pgbouncer=true&connection_limit=1`,
      SMTP_URL: mail.url,
      ...s3.settings,
    },
    directUrl: postgresql.url,
  }
}

/**
 * Starts PgBouncer in transaction mode: each transaction may get another connection to the server, so neither prepared
 * statements nor settings of a session survive it.
 */
async function startPgbouncer(databaseUrl) {
  const binary = ['/usr/sbin/pgbouncer', '/usr/local/bin/pgbouncer'].find((path) => existsSync(path))
  if (!binary) throw new SetupError('The pooler is missing: install the package pgbouncer.')
  const directory = mkdtempSync(join(tmpdir(), 'roost-pgbouncer-'))
  chmodSync(directory, 0o755)
  const [port, { port: serverPort }] = [await unusedPort(), new URL(databaseUrl)]
  const config = join(directory, 'pgbouncer.ini')
  const lines = [
    '[databases]',
    `* = host=127.0.0.1 port=${serverPort} user=roost`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    // Fewer than the functions open, so that clients share connections.
    'default_pool_size = 8',
    'max_client_conn = 500',
    'log_connections = 0',
    'log_disconnections = 0',
  ]
  writeFileSync(config, `${lines.join('\n')}\n`)
  // It refuses to run as root.
  const args = process.getuid?.() === 0 ? ['-u', 'postgres', config] : [config]
  const child = spawn(binary, ['-q', ...args], { stdio: 'inherit' })
  process.once('exit', () => {
    child.kill('SIGTERM')
    rmSync(directory, { recursive: true, force: true })
  })
  await waitForPort(port)
  const { pathname, username } = new URL(databaseUrl)
  return { url: `postgresql://${username}@127.0.0.1:${port}${pathname}` }
}

async function startS3(directory) {
  const S3rver = createRequire(join(installTool('s3rver'), 'package.json'))('.')
  mkdirSync(directory, { recursive: true })
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'roost' }],
  })
  const { port } = await server.run()
  return {
    settings: {
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: 'roost',
      S3_REGION: 'us-east-1',
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    },
  }
}

/** A mail server that writes each mail to a file, as lib/mail/file-mailer.ts does. */
async function startMailServer(directory) {
  const { SMTPServer } = await import('smtp-server')
  mkdirSync(directory, { recursive: true })
  let count = 0
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    async onData(stream, _session, done) {
      const chunks = []
      for await (const chunk of stream) chunks.push(chunk)
      count += 1
      const time = new Date().toISOString().replace(/[:.]/g, '-')
      writeFileSync(join(directory, `${time}-${String(count).padStart(8, '0')}.eml`), Buffer.concat(chunks))
      done()
    },
  })
  server.on('error', () => {})
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return { url: `smtp://127.0.0.1:${listener.address().port}` }
}

async function waitForPort(port) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const socket = connect(port, '127.0.0.1')
    const connected = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (connected) return
    await sleep(50)
  }
  throw new SetupError(`Nothing listens on port ${port} after five seconds.`)
}

/** Applies the migrations through the pooler, as the build command of a host does. */
export function migrate(settings, root) {
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/db/main.ts', 'upgrade'], {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: 'inherit',
  })
}
