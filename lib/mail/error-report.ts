import type { ErrorEntry } from '../log/log'
import { redactSecrets } from '../log/redact'
import type { Mail } from './message'

/** Equal errors: the same type at the same place. */
export type ErrorGroup = {
  entry: ErrorEntry
  count: number
  first: Date
  last: Date
  /** The ids of the first requests that failed. */
  requestIds: string[]
}

const maxSubject = 120
const maxTitle = 500

/** What a mail contains of each stack trace. */
const maxStackLines = 30
const maxStackLength = 4000

/**
 * Identifies equal errors: by event, type and the first line of the stack trace in our own code, or by the message if
 * there is none.
 */
export function fingerprintOf({ event, message, error }: ErrorEntry): string {
  const frames = (error?.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const own = frames.find((line) => !/node_modules|node:|<anonymous>\)?$/.test(line)) ?? frames[0]
  return [event, error?.type, own?.trim() ?? withoutNumbers(error?.message ?? message)].join(' ')
}

/**
 * The mail about some groups of errors, the most frequent first. It contains no secrets.
 * @param site name or address of the site
 */
export function errorReport(groups: ErrorGroup[], site: string): Omit<Mail, 'to'> {
  const sorted = [...groups].sort((a, b) => b.count - a.count)
  const total = groups.reduce((sum, { count }) => sum + count, 0)
  const more = total > 1 ? ` (${total} errors)` : ''
  const headline = sorted[0] ? titleOf(sorted[0].entry) : ''
  const subject = `[Roost] ${excerpt(headline, maxSubject - more.length)}${more}`
  const heading = `${total === 1 ? 'One error' : `${total} errors`} at ${site}. The log contains all of them.`
  return {
    subject: redactSecrets(subject),
    text: redactSecrets(`${[heading, ...sorted.map(describe)].join('\n\n')}\n`),
  }
}

function describe({ entry, count, first, last, requestIds }: ErrorGroup): string {
  const { error, event } = entry
  const times = count === 1 ? first.toISOString() : `${first.toISOString()} to ${last.toISOString()}`
  return [
    `${count} × ${excerpt(titleOf(entry), maxTitle)}`,
    `Event: ${event}`,
    `Time: ${times}`,
    ...(requestIds.length > 0 ? [`Requests: ${requestIds.join(', ')}`] : []),
    ...(error?.stack
      ? [error.stack.split('\n').slice(0, maxStackLines).join('\n').slice(0, maxStackLength)]
      : []),
    ...(error?.cause ? [excerpt(`Cause: ${error.cause.type}: ${error.cause.message}`, maxTitle)] : []),
  ].join('\n')
}

function titleOf({ error, message }: ErrorEntry): string {
  return error ? `${error.type}: ${error.message}` : message
}

function excerpt(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  // Three dots, because a subject beyond ASCII is encoded.
  return line.length > length ? `${line.slice(0, length - 3)}...` : line
}

function withoutNumbers(text: string): string {
  return text.replace(/\d+/g, '#')
}
