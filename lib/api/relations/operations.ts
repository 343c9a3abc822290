import { blockUser, muteUser, unblockUser, unmuteUser } from '../../blocks/mutations'
import { getRelation, listBlockedUsers, listMutedUsers } from '../../blocks/queries'
import { AppError } from '../../errors'
import { followUser, unfollowUser } from '../../follows/mutations'
import type { OtherUser } from '../../users/queries'
import type { Viewer } from '../../viewer'
import { z } from '../../zod'
import { HttpRefusal } from '../rest/errors'
import { type MemberInput, memberOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { respondWithChange, respondWithJson } from '../rest/respond'
import { requireUser } from '../users/read'
import { toUserSummaryJson, userSummaryJson } from '../users/user-json'

const relationJson = z
  .object({
    following: z.boolean(),
    blocking: z.boolean(),
    blocked_by: z.boolean(),
    muting: z.boolean(),
  })
  .meta({
    id: 'Relation',
    examples: [{ following: true, blocking: false, blocked_by: false, muting: false }],
  })

/** The relation between the viewer and another user. */
async function readRelation(viewer: Viewer, id: number): Promise<z.output<typeof relationJson>> {
  const [user, relation] = await Promise.all([requireUser(viewer, id), getRelation(viewer, id)])
  return {
    following: user.followedByViewer ?? false,
    blocking: relation?.blocks ?? false,
    blocked_by: relation?.blockedBy ?? false,
    muting: relation?.mutes ?? false,
  }
}

/** Makes the function of an operation that changes the relation by the username of the other user. */
function changeBy(change: (viewer: Viewer, username: string) => Promise<OtherUser>) {
  return async ({ viewer, params: { id } }: MemberInput<z.output<typeof idPath>, object, unknown>) => {
    const { username } = await requireUser(viewer, id)
    try {
      await change(viewer, username)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid') throw error
      throw new HttpRefusal(400, 'Name another member than yourself.')
    }
    return respondWithChange(await readRelation(viewer, id))
  }
}

const relation = {
  tag: 'Follows',
  params: idPath,
  responses: { 200: { description: 'Your relation to the member.', schema: relationJson } },
} as const

const change = {
  ...relation,
  access: 'write',
  description: 'Repeating it has no further effect.',
  errors: [400],
} as const

const followPath = { path: '/api/users/{id}/follow', limit: 'follow' } as const
const blockPath = { path: '/api/users/{id}/block', limit: 'relation' } as const
const mutePath = { path: '/api/users/{id}/mute', limit: 'relation' } as const

export const getRelationOperation = memberOperation(
  {
    ...relation,
    id: 'getRelation',
    method: 'GET',
    path: '/api/users/{id}/relation',
    access: 'read',
    summary: 'Your relation to a member',
    responses: { 200: { ...relation.responses[200], headers: ['ETag'] } },
  },
  async ({ viewer, request, params }) => respondWithJson(request, await readRelation(viewer, params.id)),
)

export const followUserOperation = memberOperation(
  {
    ...change,
    ...followPath,
    id: 'followUser',
    method: 'PUT',
    summary: 'Follow a member',
    errors: [400, 403],
  },
  changeBy(followUser),
)

export const unfollowUserOperation = memberOperation(
  { ...change, ...followPath, id: 'unfollowUser', method: 'DELETE', summary: 'Stop following a member' },
  changeBy(unfollowUser),
)

export const blockUserOperation = memberOperation(
  { ...change, ...blockPath, id: 'blockUser', method: 'PUT', summary: 'Block a member' },
  changeBy(blockUser),
)

export const unblockUserOperation = memberOperation(
  { ...change, ...blockPath, id: 'unblockUser', method: 'DELETE', summary: 'Stop blocking a member' },
  changeBy(unblockUser),
)

export const muteUserOperation = memberOperation(
  { ...change, ...mutePath, id: 'muteUser', method: 'PUT', summary: 'Mute a member' },
  changeBy(muteUser),
)

export const unmuteUserOperation = memberOperation(
  { ...change, ...mutePath, id: 'unmuteUser', method: 'DELETE', summary: 'Stop muting a member' },
  changeBy(unmuteUser),
)

const members = {
  method: 'GET',
  tag: 'Follows',
  access: 'read',
  responses: {
    200: {
      description: 'The members.',
      schema: z.object({ items: z.array(userSummaryJson) }),
      headers: ['ETag'],
    },
  },
} as const

export const listBlocksOperation = memberOperation(
  { ...members, id: 'listBlocks', path: '/api/blocks', summary: 'Whom you block, the latest first' },
  async ({ viewer, request }) =>
    respondWithJson(request, { items: (await listBlockedUsers(viewer)).map(toUserSummaryJson) }),
)

export const listMutesOperation = memberOperation(
  { ...members, id: 'listMutes', path: '/api/mutes', summary: 'Whom you mute, the latest first' },
  async ({ viewer, request }) =>
    respondWithJson(request, { items: (await listMutedUsers(viewer)).map(toUserSummaryJson) }),
)
