const advice: [pattern: RegExp, text: string][] = [
  [
    /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|timeout expired|Can't reach database|timeout exceeded when trying to connect/,
    'The database server does not answer: start it, or set DATABASE_URL to one that runs.',
  ],
  [
    /^3D000$|database "[^"]+" does not exist/,
    'The server has no such database: npm run db -- create makes it.',
  ],
  [
    /^28P01$|^28000$|password authentication failed|SCRAM|SASL/,
    'The server refuses the user or password in DATABASE_URL: mend them.',
  ],
  [
    /^25006$/,
    'The server takes no changes, because it is a copy of another or was made read-only: set DATABASE_URL to one that does.',
  ],
  [
    /^42501$|permission denied/,
    'The user in DATABASE_URL may not do this: grant it the right, or use the owner of the database.',
  ],
  [
    /SQLITE_FULL|ENOSPC|^53100$|database or disk is full|No space left/,
    'The disk is full: make room and run the command again; nothing was changed.',
  ],
  [
    /SQLITE_READONLY|EROFS|attempt to write a readonly database/,
    'The database cannot be written: give this user the right to write the file and its directory.',
  ],
  [
    /SQLITE_CANTOPEN|EACCES|EPERM|ENOTDIR|EISDIR|unable to open database file/,
    'The file cannot be opened: give this user the right to the file and its directory, or set DATA_DIR or DATABASE_URL to another.',
  ],
  [
    /SQLITE_NOTADB|file is not a database/,
    'The file is no SQLite database: name another in DATABASE_URL, or bring back a copy with npm run restore.',
  ],
  [/SQLITE_CORRUPT|malformed/, 'The database file is damaged: bring back a copy with npm run restore.'],
  [
    /SQLITE_BUSY|database is locked/,
    'Another process has held the database for too long: wait for it, or stop it, and run the command again.',
  ],
]

/**
 * Says an error of a driver or of the file system in one line, with what to do next.
 * Errors that our own code throws for people already do, and are passed on.
 */
export function explainDatabaseError(error: unknown): string {
  const { code = '', message = String(error) } = error as { code?: string; message?: string }
  // Node gathers the attempts at several addresses of one host in an error without a text.
  const inner = error instanceof AggregateError ? error.errors.map((one) => `${one?.code}`).join(' ') : ''
  const known = advice.find(([pattern]) => pattern.test(code) || pattern.test(message) || pattern.test(inner))
  const text = message.trim().replace(/\s*\n\s*/g, ' ')
  return known ? `${known[1]}${text && !text.includes(known[1]) ? ` (${text})` : ''}` : text
}
