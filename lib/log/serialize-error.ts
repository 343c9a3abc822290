/** What the log contains of an error. */
export type LoggedError = {
  type: string
  message: string
  stack?: string
  /** Such as `ECONNREFUSED`, or `P2002` of Prisma. */
  code?: string
  /** Next's hash of the error, which it sends to the browser in place of the message. */
  digest?: string
  cause?: LoggedError
}

/** Depth of the chain of causes. */
const maxCauses = 3

/**
 * Chooses the named fields of an error. All other fields stay out of the log: those of drivers contain parameters of
 * queries and recipients of mail.
 * @param error anything that was thrown
 */
export function serializeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { name, cause } = error
  const message = withoutQuery(error)
  const stack = error.stack?.replace(error.message, () => message)
  const { code, digest } = error as { code?: unknown; digest?: unknown }
  return {
    type: name,
    message,
    ...(stack && { stack }),
    ...(isShort(code) && { code: String(code) }),
    ...(isShort(digest) && { digest: String(digest) }),
    ...(cause !== undefined && depth < maxCauses && { cause: serializeError(cause, depth + 1) }),
  }
}

/** A validation error of Prisma prints the whole query, with its values, before the paragraph that says what is wrong. */
function withoutQuery({ name, message }: Error): string {
  if (name !== 'PrismaClientValidationError') return message
  const paragraphs = message.trim().split('\n\n')
  return [paragraphs[0], paragraphs.at(-1)].join(' ')
}

function isShort(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.length > 0 && value.length <= 64)
}
