import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { describe, expect, onTestFinished, test } from 'vitest'
import { unusedPort } from '../../scripts/unused-port.mjs'
import { redisServer, startRedis } from '../testing/redis'
import { changeSettings } from '../testing/settings'
import { openRedis } from './open-redis'

/** Starts Redis with a self-signed certificate. @returns its URL */
async function startWithTls(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'roost-redis-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }])
  const files = { key: join(directory, 'key.pem'), cert: join(directory, 'cert.pem') }
  writeFileSync(files.key, key)
  writeFileSync(files.cert, cert)
  const port = await unusedPort()
  const tls = ['--tls-cert-file', files.cert, '--tls-key-file', files.key, '--tls-auth-clients', 'no']
  await startRedis(port, ['--port', '0', '--tls-port', String(port), ...tls])
  return `rediss://127.0.0.1:${port}`
}

/** Opens a connection. @returns its first reply, or the code of the error */
function ping(url: string): Promise<string> {
  const redis = openRedis(url, { maxRetriesPerRequest: 0 })
  onTestFinished(() => redis.disconnect())
  return new Promise((resolve) => {
    redis.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    redis.ping().then(resolve, () => {})
  })
}

describe.runIf(redisServer)('a rediss:// server that has signed its certificate itself', () => {
  test('is refused', async () => {
    expect(await ping(await startWithTls())).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  })

  test('is accepted with REDIS_TLS=no-verify, as Heroku needs [DEP-04]', async () => {
    changeSettings({ REDIS_TLS: 'no-verify' })
    expect(await ping(await startWithTls())).toBe('PONG')
  })
})
