import { splitSql } from './sql-text'

/**
 * Rejects a script that begins or ends transactions: the runner does that, and could not roll back what follows a
 * COMMIT inside the script.
 * @throws Error in one sentence
 */
export function rejectTransactionControl(name: string, script: string): void {
  const found = splitSql(script, ';').find((statement) => transactionControl.test(statement))
  if (found === undefined) return
  throw new Error(
    `${name} contains ${found.trim().split('\n').at(-1)}: remove it, because each migration runs in one transaction.`,
  )
}

const transactionControl = /^(?:\s|--[^\n]*\n)*(BEGIN|START TRANSACTION|COMMIT|ROLLBACK)(\s+\w+)*\s*$/i
