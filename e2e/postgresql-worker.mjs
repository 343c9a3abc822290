// Runs statements in a thread, so that the tests can wait for them synchronously (postgresql.ts).
import { workerData } from 'node:worker_threads'
import pg from 'pg'

const { url, port, signal } = workerData
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// Times as Prisma writes them to SQLite, which the tests expect.
for (const type of [pg.types.builtins.TIMESTAMPTZ, pg.types.builtins.TIMESTAMP])
  pg.types.setTypeParser(type, (text) =>
    new Date(`${text}${/[+-]\d\d(:\d\d)?$/.test(text) ? '' : 'Z'}`.replace(/([+-]\d\d)$/, '$1:00'))
      .toISOString()
      .replace('Z', '+00:00'),
  )
const client = new pg.Client({ connectionString: url })
await client.connect()
port.on('message', async ({ sql, values }) => {
  const reply = await client.query({ text: sql, values, rowMode: 'array' }).then(
    ({ rows, rowCount, fields }) => ({ rows, rowCount, names: (fields ?? []).map(({ name }) => name) }),
    (error) => ({ error: error.message }),
  )
  port.postMessage(reply)
  Atomics.add(signal, 0, 1)
  Atomics.notify(signal, 0)
})
