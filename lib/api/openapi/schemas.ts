import { z } from '../../zod'

/** A JSON Schema of draft 2020-12, which OpenAPI 3.1 uses. */
export type JsonSchema = { [keyword: string]: unknown }

/** The schemas with an id that the operations use, by id. */
export type Components = Map<string, JsonSchema>

const reference = '#/components/schemas/'

/**
 * Converts a zod schema. Schemas with an id become components and references to them. Responses may get more properties
 * in later versions, so their schemas do not exclude any.
 * @param io `input` for what clients send: before transforms, without defaults
 */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output', components: Components): JsonSchema {
  const { $schema, $defs, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: keepExamples,
  }) as JsonSchema & { $defs?: Record<string, JsonSchema> }
  for (const [id, definition] of Object.entries($defs ?? {})) components.set(id, withoutId(definition))
  if (typeof json.id !== 'string') return rewrite(json) as JsonSchema
  components.set(json.id, withoutId(json))
  return { $ref: reference + json.id }
}

/** zod drops the examples of a schema with a transform for what clients send. Ours are valid before and after it. */
function keepExamples({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }) {
  const examples = z.globalRegistry.get(zodSchema)?.examples
  if (examples) jsonSchema.examples = examples
}

/** The component that a schema refers to; undefined for a schema that is not a reference. */
export function componentOf({ $ref }: JsonSchema, components: Components): JsonSchema | undefined {
  return typeof $ref === 'string' ? components.get($ref.slice(reference.length)) : undefined
}

/** A component has its id as its key. */
function withoutId({ id: _, ...definition }: JsonSchema): JsonSchema {
  return rewrite(definition) as JsonSchema
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => key !== 'additionalProperties' || inner !== false)
      .map(([key, inner]) =>
        key === '$ref' && typeof inner === 'string'
          ? [key, inner.replace(/^#\/\$defs\//, reference)]
          : [key, rewrite(inner)],
      ),
  )
}
