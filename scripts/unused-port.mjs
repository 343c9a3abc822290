import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port that nothing listens on at the moment. */
export async function unusedPort() {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const { port } = probe.address()
  await new Promise((done) => probe.close(done))
  return port
}
