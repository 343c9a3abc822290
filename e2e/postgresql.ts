import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { targetDatabaseUrl } from './needs'

type Reply = { rows: unknown[][]; rowCount: number; names: string[]; error?: string }
type Value = string | number

/** What the tests use of better-sqlite3, on the PostgreSQL database of a serverless target. */
export type Connection = {
  prepare: (sql: string) => {
    run: (...values: Value[]) => { changes: number; lastInsertRowid: number }
    pluck: () => { get: (...values: Value[]) => unknown }
  }
  transaction: (work: () => unknown) => { immediate: () => unknown }
}

let connection: ((sql: string, values: Value[]) => Reply) | undefined

/** Opens the connection at the first use. It ends with the process. */
function query(sql: string, values: Value[] = []): Reply {
  connection ??= connect(targetDatabaseUrl())
  const reply = connection(sql, values)
  if (reply.error) throw new Error(`${reply.error} in ${sql}`)
  return reply
}

function connect(url: string) {
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(new URL('./postgresql-worker.mjs', import.meta.url), {
    workerData: { url, port: port2, signal },
    transferList: [port2],
  })
  worker.unref()
  port1.unref()
  return (sql: string, values: Value[]): Reply => {
    const count = Atomics.load(signal, 0)
    port1.postMessage({ sql: numberParameters(sql), values })
    Atomics.wait(signal, 0, count, 30_000)
    const received = receiveMessageOnPort(port1) as { message: Reply } | undefined
    if (!received) throw new Error(`PostgreSQL does not answer to ${sql}`)
    return received.message
  }
}

/** SQLite numbers its parameters by their order. */
function numberParameters(sql: string): string {
  let count = 0
  return sql.replace(/\?/g, () => `$${++count}`)
}

export const postgresql: Connection = {
  prepare: (sql) => ({
    run: (...values) => {
      const isInsert = /^\s*INSERT INTO \w+ *\(/i.test(sql) && !/RETURNING/i.test(sql)
      const { rows, rowCount, names } = query(isInsert ? `${sql} RETURNING *` : sql, values)
      const place = names.indexOf('id')
      return { changes: rowCount, lastInsertRowid: Number(rows[0]?.[place] ?? 0) }
    },
    pluck: () => ({ get: (...values) => query(sql, values).rows[0]?.[0] }),
  }),
  transaction: (work) => ({
    immediate: () => {
      query('BEGIN')
      try {
        const result = work()
        query('COMMIT')
        return result
      } catch (error) {
        query('ROLLBACK')
        throw error
      }
    },
  }),
}
