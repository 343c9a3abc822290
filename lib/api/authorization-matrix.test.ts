import { beforeEach, describe, expect, test } from 'vitest'
import { scopes, type TokenKind } from '../api-tokens/policy'
import { hashApiToken, newApiToken } from '../crypto/api-token'
import { transaction } from '../db/db'
import { resetLimits } from '../rate-limit/rate-limit'
import { openSession } from '../sessions/mutations'
import { apiRequest, basic } from '../testing/api'
import { aUser, testClient, testPassword } from '../testing/factories'
import { insertAppRows } from '../testing/oauth'
import { errorStatuses } from './openapi/document'
import { exampleOf } from './openapi/examples'
import { type Components, toJsonSchema } from './openapi/schemas'
import { operations } from './operations'
import type { OperationSpec } from './rest/operation'
import { apiRoute } from './rest/route'

beforeEach(resetLimits)

type Outcome =
  /** 401 with this challenge. */
  | 'bearer challenge'
  | 'basic challenge'
  /** 403 because the scope is missing, or OAuth apps are refused. */
  | 'lacks scope'
  | 'refuses apps'
  /** 403 because the member is not an administrator. */
  | 'for administrators'
  /** The operation was executed, whatever it then returned. */
  | 'executed'

type Credentials = {
  name: string
  outcome: (spec: OperationSpec) => Outcome
  headers: () => Promise<Headers>
}
type Headers = Record<string, string>

/** Every set of scopes with `read`, which the database requires. */
const others = scopes.filter((scope) => scope !== 'read')
const scopeSets = Array.from({ length: 2 ** others.length }, (_, bits) =>
  scopes.filter((scope) => scope === 'read' || (bits >> others.indexOf(scope)) % 2 === 1),
)

/** What an operation returns without a valid token. */
const withoutToken = ({ access }: OperationSpec): Outcome =>
  access === 'public' ? 'executed' : access === 'basic' ? 'basic challenge' : 'bearer challenge'

const withScopes =
  (set: string[], kind: TokenKind) =>
  (spec: OperationSpec): Outcome => {
    if (spec.access === 'public' || spec.access === 'basic') return withoutToken(spec)
    if (!set.includes(spec.access)) return 'lacks scope'
    return spec.refusesApps && kind === 'oauth' ? 'refuses apps' : 'executed'
  }

/** A token of a new administrator, who may do everything that the scopes permit. */
async function aToken(
  kind: TokenKind,
  set: string[],
  { minutes = 60, role = 'admin' as 'admin' | 'member' } = {},
): Promise<Headers> {
  const { id: userId } = await aUser({ role })
  const token = newApiToken()
  const expiresAt = new Date(Date.now() + minutes * 60_000)
  const row = { userId, kind, name: 'Test', scopes: set.join(' '), tokenHash: hashApiToken(token), expiresAt }
  await transaction(async (tx) => {
    if (kind === 'oauth') await insertAppRows(tx, userId)
    const grant = await tx.oAuthGrant.findFirst({ where: { userId }, select: { id: true } })
    await tx.apiToken.create({ data: { ...row, grantId: grant?.id ?? null }, select: { id: true } })
  })
  return { authorization: `Bearer ${token}` }
}

async function aRevokedToken(): Promise<Headers> {
  const headers = await aToken('personal', [...scopes])
  const tokenHash = hashApiToken(headers.authorization?.split(' ')[1] ?? '')
  await transaction((tx) => tx.apiToken.delete({ where: { tokenHash }, select: { id: true } }))
  return headers
}

const matrix: Credentials[] = [
  { name: 'no credentials', outcome: withoutToken, headers: async () => ({}) },
  {
    name: 'a session cookie',
    outcome: withoutToken,
    headers: async () => ({
      cookie: `roost.session=${await openSession((await aUser()).id, false, testClient)}`,
    }),
  },
  {
    name: 'a password',
    outcome: (spec) => (spec.access === 'basic' ? 'executed' : withoutToken(spec)),
    headers: async () => basic((await aUser()).username, testPassword),
  },
  {
    name: 'an expired token',
    outcome: withoutToken,
    headers: () => aToken('personal', [...scopes], { minutes: -1 }),
  },
  {
    name: 'a token of a member with every scope',
    outcome: (spec) =>
      spec.access === 'admin' ? 'for administrators' : withScopes([...scopes], 'personal')(spec),
    headers: () => aToken('personal', [...scopes], { role: 'member' }),
  },
  { name: 'a revoked token', outcome: withoutToken, headers: aRevokedToken },
  ...(['personal', 'oauth'] as const).flatMap((kind) =>
    // Apps never get the scope admin (decision 050).
    scopeSets
      .filter((set: string[]) => kind !== 'oauth' || !set.includes('admin'))
      .map((set) => ({
        name: `a ${kind} token with the scopes "${set.join(' ')}"`,
        outcome: withScopes(set, kind),
        headers: () => aToken(kind, set),
      })),
  ),
]

/** A request with the examples from the OpenAPI document. */
function exampleRequest(spec: OperationSpec, headers: Headers) {
  const components: Components = new Map()
  const exampleFor = (schema: Parameters<typeof toJsonSchema>[0]) =>
    exampleOf(toJsonSchema(schema, 'input', components), components)
  const params = (spec.params ? exampleFor(spec.params) : {}) as Record<string, unknown>
  const path = spec.path.replace(/\{(\w+)\}/g, (_, name) => String(params[name]))
  const request = apiRequest(spec.method, path, {
    headers,
    ...(spec.body && { body: exampleFor(spec.body) }),
  })
  const texts = Object.entries(params).map(([name, value]) => [name, String(value)])
  return [request, { params: Promise.resolve(Object.fromEntries(texts)) }] as const
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const challenge = response.headers.get('www-authenticate') ?? ''
  if (response.status === 401) return challenge.startsWith('Basic ') ? 'basic challenge' : 'bearer challenge'
  if (response.status !== 403) return 'executed'
  if (challenge.includes('insufficient_scope')) return 'lacks scope'
  const { message = '' } = (await response.json()) as { message?: string }
  if (message.startsWith('Only administrators')) return 'for administrators'
  return message.startsWith('Apps cannot') ? 'refuses apps' : 'executed'
}

describe.each(operations)('$spec.method $spec.path', (operation) => {
  const { spec } = operation

  test('authorises every kind of credentials as described [TOK-02, TOK-06]', async () => {
    const documented = [...Object.keys(spec.responses).map(Number), ...errorStatuses(spec)]
    const found: Record<string, Outcome> = {}
    for (const { name, headers } of matrix) {
      const response = await apiRoute(operation)[spec.method](...exampleRequest(spec, await headers()))
      expect([name, documented]).toEqual([name, expect.arrayContaining([response.status])])
      found[name] = await outcomeOf(response)
    }
    expect(found).toEqual(Object.fromEntries(matrix.map(({ name, outcome }) => [name, outcome(spec)])))
  })
})
