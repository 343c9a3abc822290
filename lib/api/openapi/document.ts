import { STATUS_CODES } from 'node:http'
import { operations } from '../operations'
import { type OperationSpec, type ResponseSpec, tags } from '../rest/operation'
import { exampleOf } from './examples'
import { type Components, type JsonSchema, toJsonSchema } from './schemas'

/** The statuses of errors that an operation can have: its own ones, and those that follow from its description. */
export function errorStatuses(spec: OperationSpec): number[] {
  const statuses = new Set(spec.errors)
  if (spec.access !== 'public') statuses.add(401)
  if (spec.access !== 'public' && spec.access !== 'basic')
    for (const status of [403, 429]) statuses.add(status)
  if (spec.params) statuses.add(404)
  if ((spec.query && !spec.acceptsAnyQuery) || spec.requestHeaders?.includes('Idempotency-Key'))
    statuses.add(400)
  if (spec.body) for (const status of [400, 413, 415]) statuses.add(status)
  return [...statuses.add(503)].sort((one, other) => one - other)
}

const headerTexts = {
  ETag: 'The version of the representation, for If-None-Match and If-Match.',
  Link: 'The links `next` and `prev` (RFC 8288).',
  Location: 'The path of the new resource.',
}

/** The descriptions of request headers. */
export const requestHeaderTexts = {
  'Idempotency-Key':
    'A random text of at most 255 characters. A repeated request with it has no further effect.',
  'If-Match': 'The ETag that the change is based on. Another version is refused with 412.',
  'Last-Event-ID': 'The id of the last event that the client received. The stream continues after it.',
  'If-None-Match':
    'The ETag of a representation that the client has. The response is 304 while it is current.',
}

const requestHeaderExamples = {
  'Idempotency-Key': '7c4a8d09-ca37-4b2a-9f0e-1d2c3b4a5f60',
  'Last-Event-ID': '1795771800123456.7',
  'If-Match': '"q1T8s0aJt3kQxw2E.V9bYc4LmN0pRs7Ud"',
  'If-None-Match': '"q1T8s0aJt3kQxw2E.V9bYc4LmN0pRs7Ud"',
}

const problem = {
  type: 'object',
  description: 'Problem details (RFC 9457), for clients that prefer them.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
  },
  required: ['type', 'title', 'status'],
}

const error = {
  type: 'object',
  properties: {
    error: { type: 'string', description: 'The text of the status.' },
    message: { type: 'string', description: 'The reason, in English.' },
  },
  required: ['error'],
}

/**
 * The OpenAPI 3.1 document of the REST API.
 * @param version of the product
 */
export function openApiDocument(version: string): JsonSchema {
  const components: Components = new Map()
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const { spec } of operations) {
    paths[spec.path] ??= {}
    ;(paths[spec.path] as Record<string, JsonSchema>)[spec.method.toLowerCase()] = toOperation(
      spec,
      components,
    )
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Roost',
      version,
      description: 'The REST API of this microblog. docs/api.md of the source has a guide.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{ token: [] }],
    paths,
    components: {
      schemas: { ...Object.fromEntries([...components].sort()), Error: error, Problem: problem },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token of `POST /api/tokens`, of /account/tokens, or of `POST /oauth/token`.',
        },
        password: { type: 'http', scheme: 'basic', description: 'Username or email address, and password.' },
      },
    },
  }
}

function toOperation(spec: OperationSpec, components: Components): JsonSchema {
  const { id, tag, summary, description, access, body } = spec
  const scope = access === 'public' || access === 'basic' ? null : `Scope: \`${access}\`.`
  const apps = spec.refusesApps && 'Not for OAuth apps.'
  const text = [description, scope, apps].filter(Boolean).join('\n\n')
  const parameters = [...pathAndQuery(spec, components), ...requestHeaders(spec)]
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(text && { description: text }),
    ...(access === 'public' && { security: [] }),
    ...(access === 'basic' && { security: [{ password: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: jsonContent(toJsonSchema(body, 'input', components), components),
      },
    }),
    responses: responsesOf(spec, components),
  }
}

/** The content of a body, with an example. */
function jsonContent(schema: JsonSchema, components: Components): JsonSchema {
  return { 'application/json': { schema, example: exampleOf(schema, components) } }
}

/** The fields of a parameter's schema that belong to the parameter itself. */
function pathAndQuery({ params, query }: OperationSpec, components: Components): JsonSchema[] {
  return [
    { place: 'path', schema: params },
    { place: 'query', schema: query },
  ].flatMap(({ place, schema }) => {
    if (!schema) return []
    const json = toJsonSchema(schema, 'input', components)
    const required = (json.required as string[] | undefined) ?? []
    return Object.entries(json.properties as Record<string, JsonSchema>).map(([name, property]) => {
      const { description, ...rest } = property
      return {
        name,
        in: place,
        required: place === 'path' || required.includes(name),
        ...(description !== undefined && { description }),
        schema: rest,
        example: exampleOf(rest, components),
      }
    })
  })
}

function requestHeaders(spec: OperationSpec): JsonSchema[] {
  const names = [...(spec.requestHeaders ?? []), ...(isConditional(spec) ? (['If-None-Match'] as const) : [])]
  return names.map((name) => ({
    name,
    in: 'header',
    required: false,
    description: requestHeaderTexts[name],
    schema: { type: 'string' },
    example: requestHeaderExamples[name],
  }))
}

/** Whether a request that names a current ETag gets 304. */
function isConditional({ method, responses }: OperationSpec): boolean {
  return method === 'GET' && Object.values(responses).some(({ headers }) => headers?.includes('ETag'))
}

function responsesOf(spec: OperationSpec, components: Components): JsonSchema {
  const successes = Object.entries(spec.responses).map(([status, response]) => [
    status,
    describeResponse(response, components),
  ])
  if (isConditional(spec)) successes.push(['304', { description: 'The client has this version already.' }])
  const errors = errorStatuses(spec).map((status) => [String(status), describeError(status)])
  return Object.fromEntries([...successes, ...errors])
}

/** A text, or binary data, which has no schema in OpenAPI 3.1. */
const contentOf = (mediaType: string): JsonSchema =>
  mediaType.startsWith('text/') ? { schema: { type: 'string' } } : {}

function describeResponse(
  { description, schema, mediaTypes = [], headers = [] }: ResponseSpec,
  components: Components,
): JsonSchema {
  const content = schema
    ? jsonContent(toJsonSchema(schema, 'output', components), components)
    : mediaTypes.length > 0 && Object.fromEntries(mediaTypes.map((type) => [type, contentOf(type)]))
  return {
    description,
    ...(headers.length > 0 && {
      headers: Object.fromEntries(
        headers.map((name) => [name, { description: headerTexts[name], schema: { type: 'string' } }]),
      ),
    }),
    ...(content && { content }),
  }
}

/** The headers of errors by status. Those about the limit are in docs/api.md. */
const errorHeaders: Partial<Record<number, [name: string, description: string]>> = {
  401: ['WWW-Authenticate', 'The scheme of the credentials to send.'],
  429: ['Retry-After', 'Seconds to wait.'],
  503: ['Retry-After', 'Seconds to wait.'],
}

function describeError(status: number): JsonSchema {
  const header = errorHeaders[status]
  const title = STATUS_CODES[status] ?? 'Error'
  return {
    description: title,
    ...(header && { headers: { [header[0]]: { description: header[1], schema: { type: 'string' } } } }),
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/Error' }, example: { error: title } },
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: { type: 'about:blank', title, status },
      },
    },
  }
}
