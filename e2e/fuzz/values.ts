import fc from 'fast-check'
import { naughtyStrings } from '../../lib/testing/naughty-strings'
import type { OpenApiDocument } from '../../lib/testing/openapi'

type Schema = { [keyword: string]: unknown }

/** Hostile text: control characters, lone surrogates, long text, markup, SQL. */
export const hostileText = fc.oneof(
  fc.constantFrom(...naughtyStrings),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('x'.repeat(6000), '__proto__', 'constructor', '../../etc/passwd', "1' OR '1'='1", '%', '_'),
)

/** JSON of any type and depth. */
export const hostileJson = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, [], {}),
  fc.constant(JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`)),
  fc.jsonValue({ maxDepth: 3 }),
)

const textOfFormat: Record<string, fc.Arbitrary<string>> = {
  'date-time': fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  email: fc.emailAddress(),
  uri: fc.webUrl(),
  uuid: fc.uuid(),
}

/** Generates arbitrary values that match a schema of an OpenAPI document. */
export function arbitraryOf(schema: Schema, document: OpenApiDocument): fc.Arbitrary<unknown> {
  const { $ref, const: only, enum: values, type, format } = schema
  const inner = (part: unknown) => arbitraryOf(part as Schema, document)
  if (typeof $ref === 'string') return inner(document.components.schemas[$ref.replace(/^.*\//, '')] ?? {})
  if (only !== undefined) return fc.constant(only)
  if (Array.isArray(values)) return fc.constantFrom(...values)
  const parts = schema.anyOf ?? schema.oneOf
  if (Array.isArray(parts)) return fc.oneof(...parts.map(inner))
  if (type === 'object') {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
    const requiredKeys = (schema.required ?? []) as string[]
    return fc.record(Object.fromEntries(properties.map(([key, part]) => [key, inner(part)])), {
      requiredKeys,
    })
  }
  if (type === 'array')
    return fc.array(inner(schema.items ?? {}), { minLength: Number(schema.minItems ?? 0), maxLength: 3 })
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'integer' || type === 'number')
    return fc.integer({ min: Number(schema.minimum ?? 0), max: Number(schema.maximum ?? 2 ** 31 - 1) })
  if (type !== 'string') return hostileJson
  const known = textOfFormat[String(format)]
  if (known) return known
  if (typeof schema.pattern === 'string') return fc.stringMatching(new RegExp(schema.pattern))
  const [minLength, maxLength] = [
    Number(schema.minLength ?? 0),
    Math.min(300, Number(schema.maxLength ?? 300)),
  ]
  return fc.string({ unit: 'grapheme', minLength, maxLength, size: '+1' })
}
