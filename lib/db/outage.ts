import { AppError } from '../errors'
import { markUnavailable, millisecondsUnavailable } from '../http/response-status'
import { log } from '../log/log'

/** Seconds after which a client may retry a request that failed because of an outage. */
const retryAfter = 5

const unavailable = 'DATABASE_UNAVAILABLE'

/** Milliseconds between two entries of this process with the same cause, so that an outage does not fill the log. */
const logInterval = 60_000

/**
 * Maximum milliseconds of all reads of a request after an outage in another part of it, and the minimum for each read.
 */
const laterReads = 3000
const leastRead = 100

/**
 * Replaces a driver's error while the database cannot be used: it is not reachable, it does not respond in time, or its
 * disk is full. Prisma preserves the code but not the class.
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

/** Codes of the file system while an upload is stored. */
const fullDisk = /^(?:ENOSPC|EDQUOT)$/

type Fields = { code?: unknown; kind?: unknown; originalCode?: unknown; cause?: unknown; message?: unknown }

/** Whether the predicate holds for an error or one of its causes. */
function someCause(error: unknown, holds: (fields: Fields, texts: string[]) => boolean, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 3) return false
  const fields = error as Fields
  const texts = [fields.code, fields.originalCode].filter((value) => typeof value === 'string')
  return holds(fields, texts) || someCause(fields.cause, holds, depth + 1)
}

/** Whether an error of the database means that it, or the disk under it, cannot be used at the moment. */
export function isOutage(error: unknown): boolean {
  return someCause(error, ({ kind, message }, texts) => {
    if (texts.some((text) => codes.test(text) || states.test(text) || prismaCodes.includes(text))) return true
    if (typeof kind === 'string' && kinds.includes(kind)) return true
    return typeof message === 'string' && messages.test(message)
  })
}

/** Whether `markingOutages` has replaced and logged an error, which Prisma may have wrapped since. */
export function isMarked(error: unknown): boolean {
  return someCause(error, (_, texts) => texts.includes(unavailable))
}

/**
 * The refusal for an outage of the database, or for a full disk under an upload, which is logged here. Null for any other
 * error, also for one of another service whose connection has failed.
 */
export function outageRefusal(error: unknown): AppError | null {
  const isFull = someCause(error, (_, texts) => texts.some((text) => fullDisk.test(text)))
  if (!isMarked(error) && !isFull) return null
  if (!isMarked(error)) logRarely('storage.full', error)
  return new AppError('unavailable', 'outage', { retryAfter, cause: error })
}

/**
 * Runs work on the database. During an outage it marks the response of the current request as unavailable, and logs the
 * cause, once a minute.
 */
export async function markingOutages<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isOutage(error)) throw error
    if (!isMarked(error)) logRarely('database.unavailable', error)
    markUnavailable(retryAfter)
    throw error instanceof DatabaseUnavailableError ? error : new DatabaseUnavailableError(error)
  }
}

/**
 * Runs a read. After an outage in another part of the same request, its reads wait for 3 s in total: a form without
 * JavaScript waits for its action and then for the page that shows the refusal, which would take 15 s each.
 */
export async function limitingLaterReads<T>(read: () => Promise<T>): Promise<T> {
  const age = millisecondsUnavailable()
  if (age === null) return read()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const limit = Math.max(leastRead, laterReads - age)
    const error = new Error('no response after an earlier failure of the request')
    timer = setTimeout(() => reject(Object.assign(error, { code: 'DATABASE_TIMEOUT' })), limit)
  })
  return Promise.race([read(), late]).finally(() => clearTimeout(timer))
}

/** Shared by the copies of this module in the bundles of Next. */
const shared = globalThis as { roostOutagesLoggedAt?: Map<string, number> }

/** Logs an error unless this process has logged one of the same cause in the last minute. */
function logRarely(event: 'database.unavailable' | 'storage.full', error: unknown): void {
  const cause = causeOf(error)
  shared.roostOutagesLoggedAt ??= new Map()
  const loggedAt = shared.roostOutagesLoggedAt
  const now = Date.now()
  if (now - (loggedAt.get(`${event} ${cause}`) ?? Number.NEGATIVE_INFINITY) < logInterval) return
  loggedAt.set(`${event} ${cause}`, now)
  const text = event === 'storage.full' ? 'a file cannot be stored' : 'the database cannot be used'
  log.error({ event, cause, err: error }, text)
}

/**
 * Logs the failure of work that is repeated, such as a poll, or of a part of many requests. During an outage only at level
 * debug: `markingOutages` logs the cause once a minute, and each repetition would add an entry.
 */
export function logFailure(event: string, error: unknown, text: string): void {
  log[isMarked(error) ? 'debug' : 'error']({ event, err: error }, text)
}

/** The innermost code or kind of an error. The adapters of Prisma keep them in an object that the log does not show. */
function causeOf(error: unknown): string {
  let found = ''
  someCause(error, ({ kind }, texts) => {
    found = texts.at(-1) ?? (typeof kind === 'string' ? kind : found)
    return false
  })
  return found
}
