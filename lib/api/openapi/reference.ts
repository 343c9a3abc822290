import { operations } from '../operations'
import { type OperationSpec, tags } from '../rest/operation'
import { curlOf } from './curl'
import { errorStatuses, requestHeaderTexts } from './document'
import { exampleOf } from './examples'
import { type Components, componentOf, type JsonSchema, toJsonSchema } from './schemas'
import { typeText } from './type-text'

/** A parameter, or a field of a body. */
export type FieldReference = {
  name: string
  /** `field` for one of the body. */
  place: 'path' | 'query' | 'header' | 'field'
  type: string
  isRequired: boolean
  description: string
}

/** What the page about the API shows of an operation. Texts are in English, with code in backticks. */
export type OperationReference = Pick<OperationSpec, 'id' | 'method' | 'path' | 'summary' | 'access'> & {
  description: string
  refusesApps: boolean
  fields: FieldReference[]
  curl: string
  /** Successful responses; `example` is JSON, or null without a body. */
  responses: { status: number; description: string; example: string | null }[]
  errors: number[]
}

export type GroupReference = { name: string; description: string; operations: OperationReference[] }

/**
 * The operations of the REST API by group.
 * @param origin of the server in the example requests
 */
export function apiReference(origin: string): GroupReference[] {
  const components: Components = new Map()
  return Object.entries(tags).flatMap(([name, description]) => {
    const listed = operations.filter(({ spec }) => spec.tag === name)
    if (listed.length === 0) return []
    return [
      { name, description, operations: listed.map(({ spec }) => toReference(spec, origin, components)) },
    ]
  })
}

function toReference(spec: OperationSpec, origin: string, components: Components): OperationReference {
  const { id, method, path, summary, access, body } = spec
  const input = body && toJsonSchema(body, 'input', components)
  return {
    ...{ id, method, path, summary, access },
    description: spec.description ?? '',
    refusesApps: spec.refusesApps ?? false,
    fields: [
      ...fieldsOf('path', spec.params && toJsonSchema(spec.params, 'input', components), components),
      ...fieldsOf('query', spec.query && toJsonSchema(spec.query, 'input', components), components),
      ...(spec.requestHeaders ?? []).map(headerField),
      ...fieldsOf('field', input, components),
    ],
    curl: curlOf(spec, origin + examplePath(spec, components), input && exampleOf(input, components)),
    responses: Object.entries(spec.responses).map(([status, { description, schema }]) => ({
      status: Number(status),
      description,
      example: schema
        ? JSON.stringify(exampleOf(toJsonSchema(schema, 'output', components), components), null, 2)
        : null,
    })),
    errors: errorStatuses(spec),
  }
}

/** The fields of an object. */
function fieldsOf(
  place: FieldReference['place'],
  schema: JsonSchema | undefined,
  components: Components,
): FieldReference[] {
  const object = (schema && componentOf(schema, components)) ?? schema
  const required = (object?.required as string[] | undefined) ?? []
  return Object.entries((object?.properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => ({
    ...{ name, place },
    type: typeText(property),
    isRequired: place === 'path' || required.includes(name),
    description: String(property.description ?? ''),
  }))
}

function headerField(name: keyof typeof requestHeaderTexts): FieldReference {
  const description = requestHeaderTexts[name]
  return { name, place: 'header', type: 'string', isRequired: false, description }
}

/** The path of an operation with an example of each parameter. */
function examplePath({ path, params }: OperationSpec, components: Components): string {
  const values = params ? exampleOf(toJsonSchema(params, 'input', components), components) : {}
  return path.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(String((values as Record<string, unknown>)[name])),
  )
}
