import type { Scope } from '../../api-tokens/policy'
import type { LiveToken } from '../../api-tokens/queries'
import type { MemberLimit } from '../../rate-limit/rate-limit'
import type { Viewer } from '../../viewer'
import type { z } from '../../zod'

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof methods)[number]

/** The groups of operations in the OpenAPI document. */
export const tags = {
  Accounts: 'Accounts, their profiles, and tokens.',
  Posts: 'Posts, replies, likes and bookmarks.',
  Timelines: 'Lists of posts, the newest first.',
  Search: 'Searching, and saved searches.',
  Follows: 'Following, blocking and muting.',
  Messages: 'Private messages between two members.',
  Notifications: 'Notifications, and changes as they happen.',
  Exports: 'Files with your data.',
  Webhooks: 'Events that are sent to your server.',
  Administration: 'Suspensions, failed jobs and administrators.',
} as const
export type Tag = keyof typeof tags

/**
 * The parts of a response besides its status. `schema` describes the JSON body, `mediaTypes` names those of another body;
 * without both there is no body.
 */
export type ResponseSpec = {
  description: string
  schema?: z.ZodType
  mediaTypes?: readonly string[]
  headers?: readonly ('ETag' | 'Link' | 'Location')[]
}

/** Strings of a path or a query. Each field becomes a parameter of the OpenAPI document. */
type Parameters = z.ZodObject

/** The description of an operation, from which its requests are validated and the OpenAPI document is made. */
export type OperationSpec<
  Params extends Parameters = Parameters,
  Query extends Parameters = Parameters,
  Body extends z.ZodType = z.ZodType,
> = {
  /** `operationId`: a verb and a noun in camel case, unique. */
  id: string
  method: Method
  /** The path with parameters in braces, such as `/api/posts/{id}`. */
  path: `/api/${string}`
  tag: Tag
  summary: string
  description?: string
  /** The scope of the token; `basic` for HTTP Basic authentication; `public` for none. */
  access: Scope | 'basic' | 'public'
  /** Set when tokens of OAuth apps are refused, because the consent page does not mention what the operation does. */
  refusesApps?: true
  /** A limit that is spent besides the one of all requests with tokens. */
  limit?: MemberLimit
  /** An invalid parameter of the path is answered with 404, one of the query with 400. */
  params?: Params
  query?: Query
  body?: Body
  requestHeaders?: readonly ('Idempotency-Key' | 'If-Match' | 'Last-Event-ID')[]
  /** Successful responses by status. */
  responses: Record<number, ResponseSpec>
  /** Set when an invalid query is not refused, because the defaults replace it. */
  acceptsAnyQuery?: true
  /** Statuses of errors that do not follow from the fields above. */
  errors?: readonly number[]
}

/** The validated input of an operation. */
export type Input<Params, Query, Body> = {
  request: Request
  params: Params
  query: Query
  body: Body
}

/** `token` is what authorises the request; `viewer` is its user. */
export type MemberInput<Params, Query, Body> = Input<Params, Query, Body> & {
  viewer: Viewer
  token: LiveToken
}

/** An operation and what executes it. */
export type Operation = {
  spec: OperationSpec
  /** @param token null for an operation without a token */
  execute: (token: LiveToken | null, input: Input<object, object, unknown>) => Promise<Response>
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<never, never>

/**
 * Defines an operation for requests with a token.
 * @param execute may throw every AppError and HttpRefusal
 */
export function memberOperation<
  Params extends Parameters = z.ZodObject<Record<never, never>>,
  Query extends Parameters = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(
  spec: OperationSpec<Params, Query, Body> & { access: Scope },
  execute: (input: MemberInput<Output<Params>, Output<Query>, Output<Body>>) => Promise<Response>,
): Operation {
  return {
    spec,
    execute: (token, input) =>
      execute({ ...input, viewer: token?.viewer, token } as MemberInput<
        Output<Params>,
        Output<Query>,
        Output<Body>
      >),
  }
}

/** Defines an operation for requests without a token. It spends its limits itself. */
export function publicOperation<
  Params extends Parameters = z.ZodObject<Record<never, never>>,
  Query extends Parameters = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(
  spec: OperationSpec<Params, Query, Body> & { access: 'basic' | 'public' },
  execute: (input: Input<Output<Params>, Output<Query>, Output<Body>>) => Promise<Response>,
): Operation {
  return {
    spec,
    execute: (_, input) => execute(input as Input<Output<Params>, Output<Query>, Output<Body>>),
  }
}
