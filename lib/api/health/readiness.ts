import { env } from '../../env'
import { log } from '../../log/log'
import { pingLimitStore } from '../../rate-limit/redis-store'
import { probeStorage } from '../../storage/probe'
import { isHealthy, isMigrated } from './database'

/** Milliseconds after which a part that has not responded counts as failing. */
const timeout = 3000

/**
 * Milliseconds for which a result is cached: the endpoint is public, and each check sends requests to other services.
 */
const reuse = 2000

/** Milliseconds for which a working storage is not checked again: object stores charge for each request. */
const storageReuse = 30_000

/** Milliseconds between two entries of the log about a part that keeps failing. */
const logInterval = 60_000

/** A part that a request may need. The names are public, so they say nothing about hosts, paths or versions. */
export type Part = 'database' | 'migrations' | 'redis' | 'storage'

type Checks = Partial<Record<Part, () => Promise<boolean>>>

/** The checks of this configuration. */
const configured: Checks = {
  database: isHealthy,
  migrations: () => isMigrated(),
  ...(env.REDIS_URL && { redis: pingLimitStore }),
  storage: afterSuccess(probeStorage, storageReuse),
}

/** A check that is skipped for some milliseconds after it has passed. */
export function afterSuccess(check: () => Promise<boolean>, milliseconds: number): () => Promise<boolean> {
  let passedAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = performance.now()
    if (now - passedAt < milliseconds) return true
    const result = await check()
    if (result) passedAt = now
    return result
  }
}

/**
 * Runs all checks at the same time.
 * @returns the parts that do not work, in the order of `checks`; empty when the server can handle requests
 */
export async function findFailingParts(checks: Checks = configured, limit = timeout): Promise<Part[]> {
  const entries = Object.entries(checks) as [Part, () => Promise<boolean>][]
  const results = await Promise.all(entries.map(([part, check]) => passes(part, check, limit)))
  return entries.flatMap(([part], index) => (results[index] ? [] : [part]))
}

/** When the failure of a part was logged; without the parts that work. */
const loggedAt = new Map<Part, number>()

function logRarely(part: Part, error?: unknown): void {
  const now = performance.now()
  if (now - (loggedAt.get(part) ?? Number.NEGATIVE_INFINITY) < logInterval) return
  loggedAt.set(part, now)
  log.warn({ event: 'health.failing', part, err: error }, 'a readiness check failed')
}

async function passes(part: Part, check: () => Promise<boolean>, limit: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limit)
  })
  try {
    const result = await Promise.race([check(), late])
    if (result) loggedAt.delete(part)
    else logRarely(part)
    return result
  } catch (error) {
    logRarely(part, error)
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** Asks at most once in two seconds, for all requests of this process together. */
export function atMostOnce<Result>(ask: () => Promise<Result>): (now?: number) => Promise<Result> {
  let latest: { result: Promise<Result>; startedAt: number } | undefined
  return (now = Date.now()) => {
    if (!latest || now - latest.startedAt >= reuse) latest = { result: ask(), startedAt: now }
    return latest.result
  }
}

/** As `findFailingParts`, at most once in two seconds. */
export const readiness = atMostOnce(() => findFailingParts())

/** The same for the database alone. */
export const databaseHealth = atMostOnce(() => findFailingParts({ database: isHealthy }))
