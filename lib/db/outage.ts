import type { SqlDriverAdapter, SqlQueryable, Transaction } from '@prisma/driver-adapter-utils'
import { AppError } from '../errors'
import { markUnavailable } from '../http/response-status'

/** Seconds after which a client may repeat a request that an outage has failed. */
const retryAfter = 5

const unavailable = 'DATABASE_UNAVAILABLE'

/**
 * Replaces a driver's error while the database cannot be used: it is not reachable, it does not answer in time, or its
 * disk is full. Prisma passes the code on and drops the class.
 */
export class DatabaseUnavailableError extends Error {
  readonly code = unavailable

  constructor(cause: unknown) {
    super('The database cannot be used at the moment.', { cause })
    this.name = 'DatabaseUnavailableError'
  }
}

/** Codes of Node and of libuv for lost connections and full disks, of our own pool, and of SQLite. */
const codes =
  /^(?:ECONN\w+|E(?:NOTFOUND|AI_AGAIN|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|NETDOWN)|ENOSPC|EDQUOT|EIO|EROFS|DATABASE_\w+|SQLITE_(?:BUSY|FULL|IOERR|CANTOPEN|READONLY|NOMEM)\w*)$/

/**
 * SQLSTATE: connection exceptions (08), insufficient resources (53), operator intervention such as a shutdown or a
 * cancelled statement (57), system errors (58), read-only servers, and timeouts of locks and idle transactions.
 */
const states = /^(?:08|53|57|58)\w{3}$|^25006$|^25P03$|^55P03$/

/** Kinds to which Prisma's adapters map errors of sockets; a busy SQLite database is a SocketTimeout. */
const kinds = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']

/** Prisma's own codes: no server, timeouts, a closed connection, and a transaction that took too long. */
const prismaCodes = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']

/** Errors of pg and pg-pool that have no code. */
const messages =
  /^(?:timeout exceeded when trying to connect|timeout expired|Connection terminated|Client (?:has encountered a connection error|was closed))/

type Fields = { code?: unknown; kind?: unknown; originalCode?: unknown; cause?: unknown; message?: unknown }

/** Whether an error means that the database, or the disk under it, cannot be used at the moment. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 3) return false
  const { code, kind, originalCode, cause, message } = error as Fields
  const texts = [code, originalCode].filter((value) => typeof value === 'string')
  if (texts.some((text) => codes.test(text) || states.test(text) || prismaCodes.includes(text))) return true
  if (typeof kind === 'string' && kinds.includes(kind)) return true
  if (typeof message === 'string' && messages.test(message)) return true
  return isOutage(cause, depth + 1)
}

/** The refusal for an outage; null for any other error. */
export function outageRefusal(error: unknown): AppError | null {
  return isOutage(error) ? new AppError('unavailable', 'outage', { retryAfter, cause: error }) : null
}

/** Runs work on the database. During an outage it marks the response of the current request as unavailable. */
export async function markingOutages<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isOutage(error)) throw error
    markUnavailable(retryAfter)
    throw error instanceof DatabaseUnavailableError ? error : new DatabaseUnavailableError(error)
  }
}

/** Makes an adapter throw DatabaseUnavailableError during an outage; changes it in place. */
export function reportOutages<Adapter extends SqlDriverAdapter>(adapter: Adapter): Adapter {
  reportFailedQueries(adapter)
  const start = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = (level) => markingOutages(async () => reportFailedQueries(await start(level)))
  return adapter
}

function reportFailedQueries<Queryable extends SqlQueryable | Transaction>(target: Queryable): Queryable {
  const queryRaw = target.queryRaw.bind(target)
  const executeRaw = target.executeRaw.bind(target)
  return Object.assign(target, {
    queryRaw: (query: Parameters<typeof queryRaw>[0]) => markingOutages(() => queryRaw(query)),
    executeRaw: (query: Parameters<typeof executeRaw>[0]) => markingOutages(() => executeRaw(query)),
  })
}
