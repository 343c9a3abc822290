import { AppError } from '../../errors'
import { setSuspension } from '../../moderation/mutations'
import { getSuspension } from '../../moderation/queries'
import type { Admin } from '../../viewer'
import { z } from '../../zod'
import { memberOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { respondWithChange, respondWithJson } from '../rest/respond'
import { requireAdmin } from './require-admin'

const suspensionJson = z
  .object({ username: z.string(), suspended: z.boolean() })
  .meta({ id: 'Suspension', examples: [{ username: 'bob', suspended: true }] })

async function readSuspension(admin: Admin, id: number): Promise<z.output<typeof suspensionJson>> {
  const suspension = await getSuspension(admin, id)
  if (!suspension) throw new AppError('not-found', `user ${id}`)
  return { username: suspension.username, suspended: suspension.isSuspended }
}

const suspension = {
  tag: 'Administration',
  access: 'admin',
  path: '/api/admin/users/{id}/suspension',
  params: idPath,
  responses: { 200: { description: 'Whether the member is suspended.', schema: suspensionJson } },
} as const

const change = {
  ...suspension,
  limit: 'admin',
  description:
    'Repeating it has no further effect. 403 for an administrator, whom only `npm run admin` on the server can suspend.',
} as const

export const getSuspensionOperation = memberOperation(
  {
    ...suspension,
    id: 'getSuspension',
    method: 'GET',
    summary: 'Whether a member is suspended',
    responses: { 200: { ...suspension.responses[200], headers: ['ETag'] } },
  },
  async ({ viewer, request, params }) =>
    respondWithJson(request, await readSuspension(requireAdmin(viewer), params.id)),
)

/** Makes the function of an operation that suspends a member or ends the suspension. */
function changeTo(isSuspended: boolean) {
  return async ({
    viewer,
    params: { id },
  }: {
    viewer: Parameters<typeof requireAdmin>[0]
    params: { id: number }
  }) => {
    const admin = requireAdmin(viewer)
    await setSuspension(admin, id, isSuspended)
    return respondWithChange(await readSuspension(admin, id))
  }
}

export const suspendMemberOperation = memberOperation(
  {
    ...change,
    id: 'suspendMember',
    method: 'PUT',
    summary: 'Suspend a member: log them out and refuse log-ins',
  },
  changeTo(true),
)

export const unsuspendMemberOperation = memberOperation(
  { ...change, id: 'unsuspendMember', method: 'DELETE', summary: 'Allow a suspended member to log in again' },
  changeTo(false),
)
