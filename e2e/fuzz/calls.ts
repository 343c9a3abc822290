import fc from 'fast-check'
import {
  type DescribedOperation,
  type OpenApiDocument,
  operationsOf,
  type ParameterObject,
} from '../../lib/testing/openapi'
import { arbitraryOf, hostileJson, hostileText } from './values'

/** A request to send, without its credentials. */
export type Call = DescribedOperation & {
  /** The index of the sender. */
  actor: number
  /** The path with its parameters and query. */
  target: string
  headers: Record<string, string>
  body: string | undefined
}

/** Ids of rows that exist, so that valid requests find something. */
export type KnownIds = { users: number[]; posts: number[] }

const hostileSegment = fc
  .oneof(
    fc.constantFrom(
      '0',
      '-1',
      '1.5',
      '1e3',
      '01',
      '2147483648',
      '9'.repeat(40),
      ' 1',
      'null',
      '%',
      "1'",
      '\u0661',
    ),
    hostileText.map((text) => text.slice(0, 300)),
  )
  // The URL parser removes dot segments, and an empty one leads to another path.
  .map((text) => (/^\.{0,2}$/.test(text) ? 'x' : encodeURIComponent(text.toWellFormed())))

/**
 * The calls of a fuzz run, the same for each seed: each operation equally often, by random senders, with valid, broken and
 * hostile input.
 * @param count of calls; rounded up, so that all operations have the same number
 */
export function callsOf(
  document: OpenApiDocument,
  known: KnownIds,
  run: { seed: number; count: number; actors: number },
): Call[] {
  const described = operationsOf(document).filter(ends)
  const numRuns = Math.ceil(run.count / described.length)
  const samples = described.map((operation, index) =>
    fc.sample(callOf(operation, document, run.actors, known), { seed: run.seed + index, numRuns }),
  )
  return Array.from({ length: numRuns }, (_, round) => samples.map((calls) => calls[round] as Call)).flat()
}

/** Whether the response of an operation ends: an event stream does not. */
function ends({ operation }: DescribedOperation): boolean {
  return !operation.responses[200]?.content?.['text/event-stream']
}

/** Ids of rows of other kinds: there are few of them, so some exist and belong to other senders. */
const lowIds = [1, 2, 3, 4, 5, 6, 7, 8]

function callOf(
  described: DescribedOperation,
  document: OpenApiDocument,
  actors: number,
  known: KnownIds,
): fc.Arbitrary<Call> {
  const { path, operation } = described
  const parameters = operation.parameters ?? []
  const placed = (place: ParameterObject['in']) => parameters.filter((parameter) => parameter.in === place)
  // The id of a conversation is that of the other member.
  const ids = /\/(?:users|messages)\/\{id\}/.test(path)
    ? known.users
    : path.includes('/posts/{id}')
      ? known.posts
      : lowIds
  const segments = placed('path').map(({ name, schema }) => {
    const valid = name === 'id' ? fc.constantFrom(...ids) : arbitraryOf(schema, document)
    const texts = valid
      .map((value) => encodeURIComponent(String(value).toWellFormed()))
      .filter((text) => !/^\.{0,2}$/.test(text))
    return [
      name,
      fc.oneof({ weight: 4, arbitrary: texts }, { weight: 1, arbitrary: hostileSegment }),
    ] as const
  })
  const query = placed('query').map(({ name, schema, example }) => {
    const valid = fc.oneof(arbitraryOf(schema, document), fc.constant(example)).map(String)
    return [name, fc.oneof({ weight: 3, arbitrary: valid }, { weight: 1, arbitrary: hostileText })] as const
  })
  return fc
    .record({
      actor: fc.nat(actors - 1),
      segments: fc.record(Object.fromEntries(segments)),
      query: fc.record(Object.fromEntries(query), { requiredKeys: [] }),
      headers: headersOf(placed('header')),
      body: bodyOf(described, document),
    })
    .map(({ actor, segments, query, headers, body }) => {
      const values = segments as Record<string, string>
      const search = new URLSearchParams(query as Record<string, string>).toString()
      const target = path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '') + (search && `?${search}`)
      return { ...described, actor, target, headers: { ...headers, ...body.headers }, body: body.text }
    })
}

/**
 * Header values are printable ASCII: clients cannot send others. Many calls send the example, so that keys are used
 * twice.
 */
function headersOf(parameters: ParameterObject[]): fc.Arbitrary<Record<string, string>> {
  const text = fc
    .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 300 })
    .map((value) => value.trim() || 'x')
  const entries = parameters.map(({ name, example }) => {
    return [name, fc.oneof(fc.constantFrom(String(example), '*', 'W/"x", "y"'), text)] as const
  })
  const accept = fc.constantFrom('application/json', 'application/problem+json', '*/*', 'text/html', ';;q=x')
  return fc.record({ ...Object.fromEntries(entries), Accept: accept }, { requiredKeys: [] }) as fc.Arbitrary<
    Record<string, string>
  >
}

type Body = { text: string | undefined; headers: Record<string, string> }

const json = { 'Content-Type': 'application/json' }

function bodyOf({ operation, method }: DescribedOperation, document: OpenApiDocument): fc.Arbitrary<Body> {
  const content = operation.requestBody?.content['application/json']
  if (!content) {
    const unexpected = fc.constantFrom<Body>({ text: '{}', headers: json }, { text: 'x', headers: {} })
    const none = fc.constant<Body>({ text: undefined, headers: {} })
    return method === 'GET'
      ? none
      : fc.oneof({ weight: 9, arbitrary: none }, { weight: 1, arbitrary: unexpected })
  }
  const asJson = (value: fc.Arbitrary<unknown>) =>
    value.map((data) => ({ text: JSON.stringify(data), headers: json }))
  const fields = Object.keys((content.schema.properties ?? {}) as object)
  const hostileFields = fc.record(
    Object.fromEntries(fields.map((name) => [name, fc.oneof(hostileText, hostileJson)])),
    {
      requiredKeys: [],
    },
  )
  return fc.oneof(
    {
      weight: 4,
      arbitrary: asJson(fc.oneof(arbitraryOf(content.schema, document), fc.constant(content.example))),
    },
    { weight: 3, arbitrary: asJson(hostileFields) },
    { weight: 1, arbitrary: asJson(hostileJson) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Body>(
        { text: '{"body":', headers: json },
        { text: '\ufeff{}', headers: json },
        { text: '{"__proto__":{"x":1},"constructor":1}', headers: json },
        { text: 'body=x', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
        { text: JSON.stringify({ body: 'x'.repeat(140_000) }), headers: json },
        { text: undefined, headers: json },
      ),
    },
  )
}
