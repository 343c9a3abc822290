import type { Engine } from '../../../lib/env/database-location'

/**
 * Wraps a script for --sql in a transaction. SQLite must not check foreign keys while a table is rebuilt, and they can
 * only be switched off outside a transaction.
 */
export function wrapInTransaction(engine: Engine, title: string, script: string): string {
  const statements = ['BEGIN;', script, 'COMMIT;']
  return [
    `-- ${title}`,
    ...(engine === 'sqlite'
      ? ['PRAGMA foreign_keys=OFF;', ...statements, 'PRAGMA foreign_keys=ON;']
      : statements),
  ].join('\n')
}
