import type { JsonSchema } from './schemas'

/** The type and the limits of a schema in a few words, such as `integer, 1 to 100`. */
export function typeText(schema: JsonSchema): string {
  const { type, enum: values, items, format } = schema
  if (typeof schema.$ref === 'string') return schema.$ref.replace(/^.*\//, '')
  const parts = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  if (parts) return parts.map(typeText).join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' or ')
  if (type === 'array') return `list of ${items ? typeText(items as JsonSchema) : 'anything'}`
  const name = format ? `${type} (${format})` : String(type ?? 'anything')
  return [name, limitsText(schema)].filter(Boolean).join(', ')
}

function limitsText({ minimum, maximum, minLength, maxLength, default: preset }: JsonSchema): string {
  const [least, most] = [minimum ?? minLength, maximum ?? maxLength]
  const unit = minLength === undefined && maxLength === undefined ? '' : ' characters'
  const range =
    least !== undefined && most !== undefined
      ? `${least} to ${most}${unit}`
      : least !== undefined
        ? `at least ${least}${unit}`
        : most !== undefined && `at most ${most}${unit}`
  return [range, preset !== undefined && `default ${JSON.stringify(preset)}`].filter(Boolean).join(', ')
}
