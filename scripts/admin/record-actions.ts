import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * Makes the log record the actions of an operator regardless of LOG_LEVEL: on standard error, because standard output
 * has the result, and in LOG_FILE. Call it before the first import of lib/log.
 */
export function recordActions(): void {
  process.env.LOG_LEVEL = 'info'
  const path = process.env.LOG_FILE && resolve(process.env.LOG_FILE)
  const roostLogFile = path ? { write: (line: string) => append(path, line) } : undefined
  Object.assign(globalThis, { roostLogOutput: process.stderr, roostLogFile })
}

/**
 * Adds a line to the file of the web server, which alone creates and rotates it: a file that an operator creates as root
 * could not be written by the server.
 */
function append(path: string, line: string): void {
  try {
    const file = openSync(path, constants.O_WRONLY | constants.O_APPEND)
    try {
      writeSync(file, line)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') console.warn(`LOG_FILE cannot be written: ${message}`)
  }
}
