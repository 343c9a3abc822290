/** A server that is not running, not reachable, starting or stopping. */
const noAnswer =
  /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|ECONNRESET|connect ENOENT|^57P0[123]$|timeout expired|Can't reach database|timeout exceeded when trying to connect|Connection terminated unexpectedly/

/** Codes of OpenSSL for a certificate that no authority known to Node has signed. */
export const unknownAuthority =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/

/** What to do about an error, by its code or message. */
const advice: [pattern: RegExp, text: string][] = [
  [noAnswer, 'The database server does not answer: start it, or set DATABASE_URL to one that runs.'],
  [
    /^3D000$|database "[^"]+" does not exist/,
    'The server has no such database: npm run db -- create creates it.',
  ],
  [
    /pg_hba\.conf.*no encryption/,
    'The server accepts encrypted connections only: add sslmode=require to DATABASE_URL, or set PGSSLMODE.',
  ],
  [
    unknownAuthority,
    'No known authority has signed the certificate of the server: PGSSLMODE=no-verify, or sslmode=no-verify in DATABASE_URL, accepts it without a check.',
  ],
  [
    /^28P01$|^28000$|password authentication failed|SCRAM|SASL/,
    'The server rejects the user or password in DATABASE_URL: correct them.',
  ],
  [/^25006$/, 'The server is read-only, as a replica is: set DATABASE_URL to one that accepts writes.'],
  [
    /^42501$|permission denied/,
    'The user in DATABASE_URL lacks a privilege: grant it, or use the owner of the database.',
  ],
  [
    /SQLITE_FULL|ENOSPC|^53100$|database or disk is full|No space left/,
    'The disk is full: free some space and run the command again; nothing was changed.',
  ],
  [
    /SQLITE_READONLY|EROFS|attempt to write a readonly database/,
    'The database cannot be written: give this user write permission for the file and its directory.',
  ],
  [
    /SQLITE_CANTOPEN|EACCES|EPERM|ENOTDIR|EISDIR|unable to open database file/,
    'The file cannot be opened: give this user permission for the file and its directory, or set DATA_DIR or DATABASE_URL to another.',
  ],
  [
    /SQLITE_NOTADB|file is not a database/,
    'The file is not a SQLite database: set DATABASE_URL to another file, or restore a backup with npm run restore.',
  ],
  [/SQLITE_CORRUPT|malformed/, 'The database file is damaged: restore a backup with npm run restore.'],
  [
    /SQLITE_BUSY|database is locked/,
    'Another process has locked the database for too long: wait for it, or stop it, and run the command again.',
  ],
]

/**
 * Explains an error of a driver or of the file system in one line, with what to do next. The messages of errors that
 * our own code throws already do that and are returned unchanged.
 */
export function explainDatabaseError(error: unknown): string {
  const known = advice.find(([pattern]) => matches(error, pattern))
  const text = toOneLine(messageOf(error))
  return known ? `${known[1]}${text && !text.includes(known[1]) ? ` (${text})` : ''}` : text
}

/** Whether a retry may succeed later, because the database server does not respond yet. */
export function isUnanswered(error: unknown): boolean {
  return matches(error, noAnswer)
}

function matches(error: unknown, pattern: RegExp): boolean {
  const { code = '' } = error as { code?: string }
  // Node wraps failed attempts at several addresses of a host in an error without a message.
  const inner = error instanceof AggregateError ? error.errors.map((one) => `${one?.code}`) : []
  return [code, messageOf(error), ...inner].some((text) => pattern.test(text))
}

function messageOf(error: unknown): string {
  return (error as { message?: string }).message ?? String(error)
}

/** Joins the lines of a message. */
export function toOneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ')
}
