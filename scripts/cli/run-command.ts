import { explainDatabaseError } from '../../lib/db/explain-error'

/** Runs a command; an error becomes one line and exit code 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    console.error(explainDatabaseError(error))
    process.exitCode = 1
  }
}
