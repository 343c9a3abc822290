import type BetterSqlite3 from 'better-sqlite3'

/** Milliseconds between two attempts, with jitter so that processes do not retry in lockstep. */
function retryDelay(): number {
  return 1 + Math.random() * 5
}

/** A write that timed out. It has changed nothing, and the writes queued behind it continue. */
export class DatabaseBusyError extends Error {
  readonly code = 'SQLITE_BUSY'

  /** @param timeout milliseconds that the write has waited */
  constructor(timeout: number, cause?: unknown) {
    super(
      `The database was locked for ${timeout / 1000} s: this write was cancelled and has changed nothing.`,
      { cause },
    )
    this.name = 'DatabaseBusyError'
  }
}

/** Whether SQLite refused a statement because another connection holds a lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && `${(error as { code?: unknown }).code}`.startsWith('SQLITE_BUSY')
}

/**
 * Begins the write transactions of one connection. Within the process they are queued; the first in the queue retries
 * BEGIN until no other process holds the file's write lock. SQLite's own busy handler is not used: it blocks the event
 * loop, and with it the transaction of this process that the others wait for (docs/decisions/004).
 */
export class WriteLock {
  readonly #client: BetterSqlite3.Database
  readonly #timeout: number
  readonly #queue: (() => void)[] = []
  #held = false
  #retryNow: (() => void) | null = null

  /** @param timeout milliseconds that a write may wait, in the queue and for other processes together */
  constructor(client: BetterSqlite3.Database, timeout: number) {
    this.#client = client
    this.#timeout = timeout
  }

  /**
   * Begins a transaction; calls are served first in, first out.
   * @returns a function that ends it: rolls back what is not committed and lets the next transaction begin. Idempotent.
   * @throws DatabaseBusyError after the timeout
   */
  async begin(): Promise<() => void> {
    const deadline = performance.now() + this.#timeout
    if (this.#held) await this.#waitInQueue()
    this.#held = true
    try {
      await this.retryUntilFree(() => this.#beginImmediate(), deadline)
    } catch (error) {
      this.#releaseNext()
      throw error
    }
    return this.#createRelease()
  }

  /**
   * Retries `attempt` until no other process holds the lock.
   * @throws DatabaseBusyError after the deadline, or any other error of `attempt` at once
   */
  async retryUntilFree(attempt: () => void, deadline = performance.now() + this.#timeout): Promise<void> {
    for (;;) {
      try {
        return attempt()
      } catch (error) {
        if (!isBusy(error)) throw error
        if (performance.now() > deadline) throw new DatabaseBusyError(this.#timeout, error)
      }
      await this.#waitBeforeRetry()
    }
  }

  /**
   * Ends the delay before the next attempt. On a busy event loop timers fire late, when another process may hold the
   * lock again; therefore every read triggers an attempt.
   */
  retryNow(): void {
    this.#retryNow?.()
  }

  #waitInQueue(): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#queue.splice(this.#queue.indexOf(enter), 1)
        reject(new DatabaseBusyError(this.#timeout))
      }, this.#timeout)
      this.#queue.push(enter)
    })
  }

  /** Disables the busy timeout for this statement only. */
  #beginImmediate(): void {
    const busyTimeout = this.#client.pragma('busy_timeout', { simple: true })
    this.#client.pragma('busy_timeout = 0')
    try {
      this.#client.exec('BEGIN IMMEDIATE')
    } finally {
      this.#client.pragma(`busy_timeout = ${busyTimeout}`)
    }
  }

  #waitBeforeRetry(): Promise<void> {
    return new Promise((resolve) => {
      const retry = () => {
        clearTimeout(timer)
        this.#retryNow = null
        resolve()
      }
      const timer = setTimeout(retry, retryDelay())
      this.#retryNow = retry
    })
  }

  #createRelease(): () => void {
    let released = false
    return () => {
      if (released) return
      released = true
      try {
        if (this.#client.inTransaction) this.#client.exec('ROLLBACK')
      } finally {
        this.#releaseNext()
      }
    }
  }

  /** Passes the lock to the next in the queue without freeing it, so that a new call never overtakes the queue. */
  #releaseNext(): void {
    const next = this.#queue.shift()
    if (next) next()
    else this.#held = false
  }
}
