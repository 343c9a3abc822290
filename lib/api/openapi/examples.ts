import { type Components, componentOf, type JsonSchema } from './schemas'

/** Example strings for the formats that the schemas use. */
const textOfFormat: Record<string, string> = {
  'date-time': '2026-11-27T09:30:00.000Z',
  date: '2026-11-27',
  email: 'susan@example.com',
  uri: 'https://example.com/',
  uuid: '0198f3a0-5b7e-7c11-9d2f-3f6a1c2b4d5e',
}

/**
 * An example of a schema: its first own example, or else one built from the examples of its parts. A string with a
 * pattern needs its own example.
 */
export function exampleOf(schema: JsonSchema, components: Components): unknown {
  const component = componentOf(schema, components)
  if (component) return exampleOf(component, components)
  const { examples, const: only, enum: values, default: preset, type } = schema
  if (Array.isArray(examples)) return examples[0]
  if (only !== undefined) return only
  if (Array.isArray(values)) return values[0]
  const parts = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  if (parts) return exampleOf(parts.find((part) => part.type !== 'null') ?? {}, components)
  if (preset !== undefined) return preset
  if (type === 'object') return exampleOfObject(schema, components)
  if (type === 'array') return schema.items ? [exampleOf(schema.items as JsonSchema, components)] : []
  if (type === 'string') return textOfFormat[String(schema.format)] ?? 'text'
  if (type === 'integer' || type === 'number') return Math.max(1, Number(schema.minimum ?? 1))
  return type === 'boolean' ? false : null
}

function exampleOfObject({ properties }: JsonSchema, components: Components): unknown {
  return Object.fromEntries(
    Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => [
      name,
      exampleOf(property, components),
    ]),
  )
}
