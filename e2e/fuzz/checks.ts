import { documentValidator, type OpenApiDocument } from '../../lib/testing/openapi'
import type { Call } from './calls'

/** What a server returned. */
export type Answer = { status: number; type: string; text: string }

/** What only one member may read. */
export type Secret = { owner: number; text: string }

const stack = /\n\s+at .+:\d+:\d+|node_modules|PrismaClient|SQLITE_[A-Z]/

/**
 * Creates the checks of a response: documented status, body that matches the schema, no implementation details, and no
 * secrets of others.
 * @returns a function that returns the problems of a response
 */
export function answerChecks(document: OpenApiDocument, secrets: Secret[]) {
  const validatorAt = documentValidator(document)
  const validators = new Map<string, ReturnType<typeof validatorAt>>()

  function schemaProblem(
    { path, method, operation }: Call,
    { status, type, text }: Answer,
  ): string | undefined {
    const response = operation.responses[status]
    if (!response) return `status ${status} is not documented`
    if (!response.content) return text === '' ? undefined : `status ${status} has a body`
    if (!response.content[type]) return `status ${status} has the type ${type}`
    // A file, such as an export.
    if (!response.content[type].schema) return undefined
    const place = [
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      type,
      'schema',
    ]
    const validate = validators.get(place.join()) ?? validatorAt(...place)
    validators.set(place.join(), validate)
    return validate(JSON.parse(text)) ? undefined : `status ${status}: ${JSON.stringify(validate.errors)}`
  }

  return (call: Call, answer: Answer): string[] => {
    const mayReadAddresses = call.operation.description?.includes('Scope: `admin`')
    const leaked = secrets.filter(
      ({ owner, text }) =>
        owner !== call.actor && answer.text.includes(text) && !(mayReadAddresses && text.includes('@')),
    )
    return [
      ...(answer.status >= 500 ? [`status ${answer.status}`] : []),
      ...(stack.test(answer.text) ? ['exposes implementation details'] : []),
      ...leaked.map(({ text }) => `shows a secret of another member: ${text}`),
      ...[schemaProblem(call, answer) ?? []].flat(),
    ]
  }
}
