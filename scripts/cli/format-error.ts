import { inspect } from 'node:util'
import { explainDatabaseError, toOneLine } from '../../lib/db/explain-error'

/** Formats an error in one line, with what to do next if that is known. */
export function formatError(error: unknown): string {
  if (!(error instanceof Error)) return `Thrown: ${inspect(error)}`.replace(/\s+/g, ' ')
  const { name, message, code } = error as Error & { code?: string }
  const isMissingTable = code === 'P2021' || code === 'P2022'
  if (isMissingTable) return `${lastLine(message)} npm run db -- upgrade updates the database.`
  // Prisma puts the call before the reason.
  if (name.startsWith('PrismaClient')) return lastLine(message)
  const text = explainDatabaseError(error)
  // The name of the error is useful for programming errors, but not together with an explanation.
  const isExplained = text !== toOneLine(message)
  return isExplained || name === 'Error' ? text : `${name}: ${text}`
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}
