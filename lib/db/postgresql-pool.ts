import pg from 'pg'

/** Milliseconds that a request waits for a free connection: 200 requests share ten connections on a slow machine. */
export const connectionTimeout = 15_000

/** Milliseconds that a statement may take, with the wait for locks. */
const statementTimeout = 15_000

/** Milliseconds after which the server ends a transaction whose process sends nothing, and frees its locks. */
const idleTransactionTimeout = 20_000

/** Maximum number of queries that wait for a connection. Each keeps a request and its memory. */
const maxWaiting = 1000

/**
 * Begins a transaction with timeouts on the server as well, for a web process that has lost its network. SET LOCAL and
 * not a parameter of the connection: PgBouncer refuses unknown parameters, and shares connections between clients.
 */
const begin = `BEGIN; SET LOCAL statement_timeout = ${statementTimeout}; SET LOCAL idle_in_transaction_session_timeout = ${idleTransactionTimeout}`

type Query = (...args: unknown[]) => unknown
type Callback = (error: Error | null, result?: unknown) => void

/**
 * A client that closes its connection when a statement takes too long, for a server that is frozen or a network that
 * loses packets. pg's own `query_timeout` would return the connection to the pool with the statement still running.
 */
class LimitedClient extends pg.Client {
  readonly #timeout: number

  constructor(config: pg.ClientConfig & { statementTimeout?: number }) {
    super(config)
    this.#timeout = config.statementTimeout ?? statementTimeout
    const send: Query = (...args) => (super.query as Query).apply(this, args)
    this.query = ((...args: unknown[]) => this.#send(send, args)) as typeof this.query
  }

  #send(send: Query, [given, ...rest]: unknown[]): unknown {
    const config = isBegin(given) ? { ...given, text: begin, name: undefined } : given
    const timer = setTimeout(() => this.#close(), this.#timeout)
    const callback = rest.at(-1)
    if (typeof callback === 'function') {
      const finish: Callback = (...result) => {
        clearTimeout(timer)
        callback(...result)
      }
      return send(config, ...rest.slice(0, -1), finish)
    }
    const result = send(config, ...rest)
    return result instanceof Promise ? result.finally(() => clearTimeout(timer)) : result
  }

  #close(): void {
    const { connection } = this as unknown as { connection: { stream: { destroy(error: Error): void } } }
    const error = new Error(`Connection terminated: no answer in ${this.#timeout / 1000} s`)
    connection.stream.destroy(Object.assign(error, { code: 'DATABASE_TIMEOUT' }))
  }
}

function isBegin(query: unknown): query is pg.QueryConfig {
  return typeof query === 'object' && query !== null && (query as pg.QueryConfig).text === 'BEGIN'
}

/** Limits the number of waiting queries, so that an unresponsive database does not exhaust the memory. */
function limitWaiting(pool: pg.Pool, limit: number): pg.Pool {
  const connect = pool.connect.bind(pool) as Query
  const limited = (callback?: Callback) => {
    if (pool.waitingCount < limit) return callback ? connect(callback) : connect()
    const error = Object.assign(new Error('too many queries wait'), { code: 'DATABASE_QUEUE_FULL' })
    return callback ? callback(error) : Promise.reject(error)
  }
  return Object.assign(pool, { connect: limited })
}

type Limits = { connection?: number; statement?: number; waiting?: number }

/**
 * PostgreSQL compiles statements with a high estimated cost, which can take longer than executing them. Our statements
 * read few rows, regardless of the estimate.
 */
async function switchOffJit(client: { query: (sql: string) => unknown }): Promise<void> {
  await client.query('SET jit = off')
}

/**
 * Whether a pooler may give each transaction another connection. A setting would then change a connection that others
 * use, and RDS Proxy would no longer share it. The role has the setting instead: docs/database.md.
 */
export function usesTransactionPooler(url: string): boolean {
  return new URL(url).searchParams.get('pgbouncer') === 'true'
}

/**
 * Opens a pool, which serves queries first in, first out.
 * @param max number of connections
 * @param limits milliseconds to wait for a connection and for a statement, and the number of waiting queries; for tests
 */
export function openPool(url: string, max: number, limits: Limits = {}): pg.Pool {
  const options = {
    connectionString: url,
    max,
    connectionTimeoutMillis: limits.connection ?? connectionTimeout,
    statementTimeout: limits.statement,
    // Detects connections that were dropped by a firewall or by the loss of the other machine.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(!usesTransactionPooler(url) && { onConnect: switchOffJit }),
    Client: LimitedClient as unknown as new () => pg.ClientBase,
  }
  return limitWaiting(new pg.Pool(options), limits.waiting ?? maxWaiting)
}
