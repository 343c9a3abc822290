import { inspect } from 'node:util'
import { explainDatabaseError } from '../../../lib/db/explain-error'

/** A value as the shell prints it. */
export const show = (value: unknown, colors = false): string =>
  inspect(value, { colors, depth: 4, maxArrayLength: 200, breakLength: 110 })

/** A value as one line of JSON. A BigInt beyond what JSON's readers count exactly becomes text. */
export function toJson(value: unknown): string {
  const plain = (_key: string, one: unknown) => {
    if (typeof one === 'bigint') return Number.isSafeInteger(Number(one)) ? Number(one) : String(one)
    if (one instanceof Map) return Object.fromEntries(one)
    return one instanceof Set ? [...one] : one
  }
  return JSON.stringify(value, plain) ?? 'null'
}

/** An error in one line, with what to do next where we know it. */
export function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return `Thrown: ${show(error)}`.replace(/\s+/g, ' ')
  const { name, message, code } = error as Error & { code?: string }
  const missing = code === 'P2021' || code === 'P2022'
  if (missing) return `${lastLine(message)} npm run db -- upgrade brings the database up to date.`
  // Prisma quotes the call above the reason.
  if (name.startsWith('PrismaClient')) return lastLine(message)
  const text = explainDatabaseError(error)
  // The name of the error tells slips of the pen apart; next to an explanation it only stands in the way.
  const explained = text !== message.trim().replace(/\s*\n\s*/g, ' ')
  return explained || name === 'Error' ? text : `${name}: ${text}`
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.trim() ?? ''
