import { collectionJson, pageNumberQuery } from '../rest/collection'
import { memberOperation, publicOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { newUserInput, userChangeInput } from './input'
import { respondWithFollows, respondWithUser, respondWithUsers } from './read'
import { userJson } from './user-json'
import { createUser, updateUser } from './write'

const usersJson = collectionJson(userJson)

export const listUsersOperation = memberOperation(
  {
    id: 'listUsers',
    method: 'GET',
    path: '/api/users',
    tag: 'Accounts',
    summary: 'All members, by id',
    description: 'Without those whom you block or mute, and those who block you.',
    access: 'read',
    query: pageNumberQuery,
    acceptsAnyQuery: true,
    responses: { 200: { description: 'A page of members.', schema: usersJson, headers: ['ETag'] } },
  },
  ({ viewer, request, query }) => respondWithUsers(viewer, request, query),
)

export const createUserOperation = publicOperation(
  {
    id: 'createUser',
    method: 'POST',
    path: '/api/users',
    tag: 'Accounts',
    summary: 'Create an account',
    description: 'A mail asks the new member to verify the address. Get a token with `POST /api/tokens`.',
    access: 'public',
    body: newUserInput,
    responses: {
      201: { description: 'The new member.', schema: userJson, headers: ['Location', 'ETag'] },
    },
    errors: [403, 429],
  },
  ({ request, body }) => createUser(request, body),
)

export const getUserOperation = memberOperation(
  {
    id: 'getUser',
    method: 'GET',
    path: '/api/users/{id}',
    tag: 'Accounts',
    summary: 'One member',
    access: 'read',
    params: idPath,
    responses: { 200: { description: 'The member.', schema: userJson, headers: ['ETag'] } },
  },
  ({ viewer, request, params }) => respondWithUser(viewer, request, params.id),
)

export const updateUserOperation = memberOperation(
  {
    id: 'updateUser',
    method: 'PUT',
    path: '/api/users/{id}',
    tag: 'Accounts',
    summary: 'Change your own account',
    description:
      'Absent fields stay as they are. A new `email` needs a token of `POST /api/tokens` that is less than ten minutes ' +
      'old, and takes effect when the link in the mail to it is used.',
    access: 'write',
    limit: 'account',
    params: idPath,
    body: userChangeInput,
    requestHeaders: ['If-Match'],
    responses: { 200: { description: 'The changed member.', schema: userJson, headers: ['ETag'] } },
    errors: [403, 412],
  },
  ({ viewer, request, params, body }) => updateUser(viewer, request, params.id, body),
)

export const listFollowersOperation = memberOperation(
  {
    id: 'listFollowers',
    method: 'GET',
    path: '/api/users/{id}/followers',
    tag: 'Follows',
    summary: 'The followers of a member, by id',
    access: 'read',
    params: idPath,
    query: pageNumberQuery,
    acceptsAnyQuery: true,
    responses: { 200: { description: 'A page of members.', schema: usersJson, headers: ['ETag'] } },
  },
  ({ viewer, request, params, query }) => respondWithFollows(viewer, request, query, params.id, 'followers'),
)

export const listFollowingOperation = memberOperation(
  {
    id: 'listFollowing',
    method: 'GET',
    path: '/api/users/{id}/following',
    tag: 'Follows',
    summary: 'Whom a member follows, by id',
    access: 'read',
    params: idPath,
    query: pageNumberQuery,
    acceptsAnyQuery: true,
    responses: { 200: { description: 'A page of members.', schema: usersJson, headers: ['ETag'] } },
  },
  ({ viewer, request, params, query }) => respondWithFollows(viewer, request, query, params.id, 'following'),
)

/** The name of the path in the first versions of the Flask tutorial. */
export const listFollowedOperation = {
  ...listFollowingOperation,
  spec: {
    ...listFollowingOperation.spec,
    id: 'listFollowed',
    path: '/api/users/{id}/followed' as const,
    summary: 'The former name of `/api/users/{id}/following`',
  },
}
