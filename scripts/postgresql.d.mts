export type PostgresqlServer = {
  /** The URL of its `postgres` database. */
  url: string
  /** Ends the server and deletes its files. */
  stop: () => Promise<void>
  /** Ends the server and keeps its files. */
  shutDown: () => Promise<void>
  /** Starts the server after `shutDown`, on the same port. */
  startAgain: () => Promise<void>
  pid: () => number | undefined
}

export function startPostgresql(): Promise<PostgresqlServer>
