import { bookmarkPost, unbookmarkPost } from '../../bookmarks/mutations'
import { likePost, unlikePost } from '../../likes/mutations'
import { listLikers } from '../../likes/queries'
import { mapPage } from '../../page'
import { cursorOf, listJson, listQuery, respondWithPage } from '../rest/list'
import { memberOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { toUserSummaryJson, userSummaryJson } from '../users/user-json'
import { requirePost, respondWithPost } from './operations'
import { postJson, postPath } from './post-json'

const change = {
  tag: 'Posts',
  access: 'write',
  params: idPath,
  description: 'Repeating it has no further effect.',
  responses: { 200: { description: 'The post.', schema: postJson, headers: ['ETag'] } },
} as const

const likePath = { path: '/api/posts/{id}/like', limit: 'like' } as const
const bookmarkPath = { path: '/api/posts/{id}/bookmark', limit: 'bookmark' } as const

export const likePostOperation = memberOperation(
  { ...change, ...likePath, id: 'likePost', method: 'PUT', summary: 'Like a post' },
  async ({ viewer, params }) => {
    await likePost(viewer, params.id)
    return respondWithPost(viewer, params.id)
  },
)

export const unlikePostOperation = memberOperation(
  { ...change, ...likePath, id: 'unlikePost', method: 'DELETE', summary: 'Remove a like' },
  async ({ viewer, params }) => {
    await unlikePost(viewer, params.id)
    return respondWithPost(viewer, params.id)
  },
)

export const bookmarkPostOperation = memberOperation(
  { ...change, ...bookmarkPath, id: 'bookmarkPost', method: 'PUT', summary: 'Bookmark a post' },
  async ({ viewer, params }) => {
    await bookmarkPost(viewer, params.id)
    return respondWithPost(viewer, params.id)
  },
)

export const unbookmarkPostOperation = memberOperation(
  { ...change, ...bookmarkPath, id: 'unbookmarkPost', method: 'DELETE', summary: 'Remove a bookmark' },
  async ({ viewer, params }) => {
    await unbookmarkPost(viewer, params.id)
    return respondWithPost(viewer, params.id)
  },
)

export const listLikersOperation = memberOperation(
  {
    id: 'listLikers',
    method: 'GET',
    path: '/api/posts/{id}/likes',
    tag: 'Posts',
    summary: 'Who likes a post, the latest like first',
    access: 'read',
    params: idPath,
    query: listQuery,
    responses: {
      200: {
        description: 'A page of members.',
        schema: listJson(userSummaryJson),
        headers: ['ETag', 'Link'],
      },
    },
  },
  async ({ viewer, request, params, query }) => {
    const { id } = await requirePost(viewer, params.id)
    const page = await listLikers(viewer, id, cursorOf(query), query.limit)
    return respondWithPage(request, `${postPath(id)}/likes`, query, mapPage(page, toUserSummaryJson))
  },
)
