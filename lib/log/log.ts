import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import { pino } from 'pino'
import { env } from '../env'
import { redactSecrets } from './redact'
import { type LoggedError, serializeError } from './serialize-error'

/** An entry of level `error` or `fatal`. */
export type ErrorEntry = {
  /** What failed, such as `request.failed`. */
  event: string
  message: string
  error: LoggedError | null
  requestId: string | null
}

type Shared = {
  /** The response to the current request, stored by scripts/server.mjs. */
  roostResponse?: AsyncLocalStorage<ServerResponse>
  /** LOG_FILE, opened by scripts/server.mjs. */
  roostLogFile?: { write: (line: string) => void }
  /** In place of standard output, set by scripts/admin.ts. */
  roostLogOutput?: { write: (line: string) => unknown }
  roostErrorListener?: (entry: ErrorEntry) => void
  /** The errors of all entries of level `error` or `fatal`. */
  roostLoggedErrors?: WeakSet<Error>
}

// proxy.ts, pages and handlers are separate bundles with a copy of this module each.
const shared = globalThis as Shared

const errorLevel = pino.levels.values.error ?? 50

shared.roostLoggedErrors ??= new WeakSet()
const loggedErrors = shared.roostLoggedErrors

const stdout = pino.destination(1)

/** One JSON line per event on standard output, and in LOG_FILE. Lines within a request contain its id. */
export const log = pino(
  {
    level: env.NODE_ENV === 'test' ? 'silent' : env.LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: serializeError },
    mixin: () => {
      const requestId = currentRequestId()
      return requestId ? { requestId } : {}
    },
    hooks: {
      logMethod(args, method, level) {
        method.apply(this, args)
        if (level >= errorLevel) recordError(args)
      },
      streamWrite: redactSecrets,
    },
  },
  {
    write(line: string) {
      if (shared.roostLogOutput) shared.roostLogOutput.write(line)
      else stdout.write(line)
      shared.roostLogFile?.write(line)
    },
  },
)

/** Whether the log has an entry with this error already. */
export function isLogged(error: unknown): boolean {
  return error instanceof Error && loggedErrors.has(error)
}

/** Makes `isLogged` true for an error that the log has in another form. */
export function markLogged(error: unknown): void {
  if (error instanceof Error) loggedErrors.add(error)
}

/** Passes each later entry of level `error` or `fatal` to `listener`, in the whole process. */
export function listenToErrors(listener: (entry: ErrorEntry) => void): void {
  shared.roostErrorListener = listener
}

/** The id of the current request, which its response has as X-Request-Id; null outside of requests. */
export function currentRequestId(): string | null {
  const id = shared.roostResponse?.getStore()?.req.headers['x-request-id']
  return typeof id === 'string' ? id : null
}

/** Whether the client has closed the connection before it had sent the current request. */
export function hasClientDisconnected(): boolean {
  const request = shared.roostResponse?.getStore()?.req
  return request?.destroyed === true && !request.complete
}

type LogArguments = [object: unknown, message?: unknown, ...rest: unknown[]]

function recordError([object, text]: LogArguments): void {
  const fields = typeof object === 'object' && object !== null ? (object as Record<string, unknown>) : {}
  const error = object instanceof Error ? object : fields.err
  if (error instanceof Error) loggedErrors.add(error)
  const logged = error === undefined ? null : serializeError(error)
  const message = typeof object === 'string' ? object : text
  shared.roostErrorListener?.({
    event: typeof fields.event === 'string' ? fields.event : 'error',
    message: typeof message === 'string' ? message : (logged?.message ?? ''),
    error: logged,
    requestId: currentRequestId(),
  })
}
