import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { TLSSocket } from 'node:tls'
import { generate } from 'selfsigned'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openConnection } from './connection'
import { explainDatabaseError } from './explain-error'
import { openPool } from './postgresql-pool'

/** The length and the code of a request for TLS (PostgreSQL, "Message Formats"). */
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

/** Starts a server with a self-signed certificate. `seen` records how the names of users have arrived. */
async function startServer() {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }])
  const seen: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (first) => {
      if (!first.equals(tlsRequest)) {
        seen.push(first.includes('roost') ? 'in clear text' : 'nothing')
        return socket.destroy()
      }
      socket.write('S')
      const secure = new TLSSocket(socket, { isServer: true, key, cert })
      secure.on('error', () => {})
      secure.once('data', (message) => {
        seen.push(message.includes('roost') ? 'encrypted' : 'nothing')
        secure.destroy()
      })
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  return { url: `postgres://roost@127.0.0.1:${(server.address() as AddressInfo).port}/roost`, seen }
}

const tryBoth = async (url: string) => {
  const pool = openPool(url, 1)
  await pool.query('SELECT 1').catch(() => {})
  await pool.end()
  await openConnection(url).catch(() => {})
}

test('says what to do when a server requires TLS or has a self-signed certificate', async () => {
  const refusal = 'no pg_hba.conf entry for host "127.0.0.1", user "roost", database "x", no encryption'
  const error = Object.assign(new Error(refusal), { code: '28000' })
  expect(explainDatabaseError(error)).toMatch(/^The server accepts encrypted connections only: .*PGSSLMODE/)
  vi.stubEnv('PGSSLMODE', 'require')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { url } = await startServer()
  expect(await openConnection(url).catch(explainDatabaseError)).toMatch(/: PGSSLMODE=no-verify/)
})

test.each([
  ['no-verify', ['encrypted', 'encrypted']],
  ['require', []],
  [undefined, ['in clear text', 'in clear text']],
])('PGSSLMODE=%s decides about the encryption of connections [DEP-04]', async (mode, expected) => {
  vi.stubEnv('PGSSLMODE', mode)
  onTestFinished(() => void vi.unstubAllEnvs())
  const { url, seen } = await startServer()
  await tryBoth(url)
  expect(seen).toEqual(expected)
})
