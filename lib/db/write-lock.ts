import type BetterSqlite3 from 'better-sqlite3'

/** Milliseconds between two attempts; by chance, so that processes never keep in step. */
const pause = () => 1 + Math.random() * 5

/** A write that waited too long. It has written nothing, and the next in line is not held up by it. */
export class DatabaseBusyError extends Error {
  readonly code = 'SQLITE_BUSY'

  constructor(patience: number, cause?: unknown) {
    super(`The database stayed busy for ${patience / 1000} s: this write was given up and changed nothing.`, {
      cause,
    })
    this.name = 'DatabaseBusyError'
  }
}

/** Whether SQLite refused because another connection is in the way. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && `${(error as { code?: unknown }).code}`.startsWith('SQLITE_BUSY')

/**
 * The way to a write transaction on a connection. Within the process everybody waits in line; the first in line asks
 * for the file's one write lock again and again, without ever standing still: SQLite's own busy handler would stop
 * the event loop, and with it the transaction of this process that others wait for.
 */
export class WriteLock {
  readonly #client: BetterSqlite3.Database
  readonly #patience: number
  readonly #line: (() => void)[] = []
  #taken = false
  #tryNow: (() => void) | null = null

  /** @param patience milliseconds that a write may wait, in line and for other processes together */
  constructor(client: BetterSqlite3.Database, patience: number) {
    this.#client = client
    this.#patience = patience
  }

  /**
   * Begins a transaction, in the order in which `begin` was called.
   * @returns what ends it: takes back whatever is not committed and lets the next begin
   * @throws DatabaseBusyError
   */
  async begin(): Promise<() => void> {
    const deadline = performance.now() + this.#patience
    if (this.#taken) await this.#waitInLine()
    this.#taken = true
    try {
      await this.whenFree(() => this.#beginImmediate(), deadline)
    } catch (error) {
      this.#handOn()
      throw error
    }
    return this.#ending()
  }

  /** Tries until no other process is in the way. */
  async whenFree(attempt: () => void, deadline = performance.now() + this.#patience): Promise<void> {
    for (;;) {
      try {
        return attempt()
      } catch (error) {
        if (!isBusy(error)) throw error
        if (performance.now() > deadline) throw new DatabaseBusyError(this.#patience, error)
      }
      await this.#pause()
    }
  }

  /**
   * Cuts the pause between two attempts short. A busy event loop comes round to its timers late, and by then another
   * process may hold the lock again; so every read is a chance to ask.
   */
  knock(): void {
    this.#tryNow?.()
  }

  #waitInLine(): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#line.splice(this.#line.indexOf(enter), 1)
        reject(new DatabaseBusyError(this.#patience))
      }, this.#patience)
      this.#line.push(enter)
    })
  }

  /** The timeout is off for this one statement only; everything else on the connection keeps it. */
  #beginImmediate(): void {
    const usual = this.#client.pragma('busy_timeout', { simple: true })
    this.#client.pragma('busy_timeout = 0')
    try {
      this.#client.exec('BEGIN IMMEDIATE')
    } finally {
      this.#client.pragma(`busy_timeout = ${usual}`)
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer)
        this.#tryNow = null
        resolve()
      }
      const timer = setTimeout(go, pause())
      this.#tryNow = go
    })
  }

  #ending(): () => void {
    let ended = false
    return () => {
      if (ended) return
      ended = true
      try {
        if (this.#client.inTransaction) this.#client.exec('ROLLBACK')
      } finally {
        this.#handOn()
      }
    }
  }

  /** The lock stays taken in between, so that a newcomer never passes those who wait. */
  #handOn(): void {
    const next = this.#line.shift()
    if (next) next()
    else this.#taken = false
  }
}
