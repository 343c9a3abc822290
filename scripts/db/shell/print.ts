import { inspect } from 'node:util'

/** Formats a value as the shell prints it. */
export function formatValue(value: unknown, colors = false): string {
  return inspect(value, { colors, depth: 4, maxArrayLength: 200, breakLength: 110 })
}

/** Formats a value as one line of JSON. A BigInt that a JavaScript number cannot represent becomes text. */
export function toJson(value: unknown): string {
  const replacer = (_key: string, part: unknown) => {
    if (typeof part === 'bigint') return Number.isSafeInteger(Number(part)) ? Number(part) : String(part)
    if (part instanceof Map) return Object.fromEntries(part)
    return part instanceof Set ? [...part] : part
  }
  return JSON.stringify(value, replacer) ?? 'null'
}
