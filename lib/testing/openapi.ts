import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** A parameter of an operation in an OpenAPI document. */
export type ParameterObject = {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema: JsonSchema
  example: unknown
}

type JsonSchema = { [keyword: string]: unknown }

/** Files have no schema. */
type ResponseContent = Record<string, { schema?: JsonSchema; example?: unknown }>

type Content = Record<string, { schema: JsonSchema; example: unknown }>

/** What tests read of an operation in an OpenAPI document. */
export type OperationObject = {
  operationId: string
  summary: string
  description?: string
  security?: Record<string, string[]>[]
  parameters?: ParameterObject[]
  requestBody?: { content: Content }
  responses: Record<
    string,
    { description: string; headers?: Record<string, object>; content?: ResponseContent }
  >
}

/** What tests read of an OpenAPI document. */
export type OpenApiDocument = {
  paths: Record<string, Record<string, OperationObject>>
  components: { schemas: Record<string, JsonSchema> }
}

/** An operation with its path and method. */
export type DescribedOperation = { path: string; method: string; operation: OperationObject }

/** The operations of a document. `method` is in upper case. */
export function operationsOf({ paths }: OpenApiDocument): DescribedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
}

/**
 * Creates validators for the schemas in a document.
 * @returns a function that compiles the schema at a path of keys, such as `['paths', '/api/users', 'get']`
 */
export function documentValidator(document: object): (...place: string[]) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(document, 'document')
  return (...place) => {
    const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    return ajv.compile({ $ref: `document#/${pointer.join('/')}` })
  }
}
