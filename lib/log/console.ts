import { format, stripVTControlCharacters } from 'node:util'
import { currentRequestId, isLogged, log } from './log'

/**
 * Turns what Next and libraries write by console.error and console.warn into entries of the log: one line each, without
 * secrets, with the id of the request.
 */
export function redirectConsoleToLog(): void {
  console.error = (...parts: unknown[]) => record('error', parts)
  console.warn = (...parts: unknown[]) => record('warn', parts)
}

function record(level: 'error' | 'warn', parts: unknown[]): void {
  const err = parts.find((part) => part instanceof Error)
  const text = stripVTControlCharacters(format(...parts.filter((part) => part !== err))).trim()
  if (!err) log[level]({ event: 'console' }, text)
  // Next prints an error of a request just before it calls onRequestError, which logs the address as well.
  else if (currentRequestId()) setImmediate(() => logOnce(level, err, text))
  else logOnce(level, err, text)
}

function logOnce(level: 'error' | 'warn', err: Error, text: string): void {
  if (!isLogged(err)) log[level]({ event: 'console', err }, text || err.message)
}
