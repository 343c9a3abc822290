import { deletePost, restorePost } from '../../deletions/mutations'
import { env } from '../../env'
import { AppError } from '../../errors'
import { createPost, editPost } from '../../posts/mutations'
import { getHistory, getPost } from '../../posts/queries'
import { postBody } from '../../posts/schema'
import type { Viewer } from '../../viewer'
import { z } from '../../zod'
import { expectedVersions, requireVersion } from '../rest/entity-tag'
import { refuseReusedKey, submissionKeyOf } from '../rest/idempotency'
import { memberOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { respondWithChange, respondWithJson, respondWithoutBody } from '../rest/respond'
import { postJson, postPath, toPostJson, versionOfPost } from './post-json'

const body = postBody(env.POST_MAX_LENGTH).meta({
  description: `Text of at most ${env.POST_MAX_LENGTH} characters. @names become mentions, #words tags.`,
  maxLength: env.POST_MAX_LENGTH,
})

/**
 * A post that the viewer may see.
 * @throws AppError `not-found`
 */
export async function requirePost(viewer: Viewer, id: number) {
  const post = await getPost(viewer, id)
  if (!post) throw new AppError('not-found', `post ${id}`)
  return post
}

/** Responds to a change of a post, its likes or bookmarks. */
export async function respondWithPost(
  viewer: Viewer,
  id: number,
  status: 200 | 201 = 200,
): Promise<Response> {
  const post = await requirePost(viewer, id)
  const version = versionOfPost(post)
  return respondWithChange(toPostJson(post), {
    status,
    version,
    ...(status === 201 && { headers: { Location: postPath(id) } }),
  })
}

export const createPostOperation = memberOperation(
  {
    id: 'createPost',
    method: 'POST',
    path: '/api/posts',
    tag: 'Posts',
    summary: 'Write a post or a reply',
    description:
      'With `Idempotency-Key`, a repeated request returns the post of the first one. The key may be used for one text ' +
      'and `reply_to` only.',
    access: 'write',
    limit: 'post',
    body: z
      .object({
        body,
        reply_to: z
          .int()
          .positive()
          .max(2 ** 31 - 1)
          .optional()
          .meta({ description: 'The id of the post to reply to.' }),
      })
      .meta({ examples: [{ body: 'Herons! @bob #birds' }] }),
    requestHeaders: ['Idempotency-Key'],
    responses: { 201: { description: 'The post.', schema: postJson, headers: ['Location', 'ETag'] } },
    errors: [404, 422],
  },
  async ({ viewer, request, body: { body, reply_to: replyTo } }) => {
    const submission = submissionKeyOf(request)
    const { id } = await refuseReusedKey(createPost(viewer, { body, submission, replyTo }))
    return respondWithPost(viewer, id, 201)
  },
)

export const getPostOperation = memberOperation(
  {
    id: 'getPost',
    method: 'GET',
    path: '/api/posts/{id}',
    tag: 'Posts',
    summary: 'One post',
    access: 'read',
    params: idPath,
    responses: { 200: { description: 'The post.', schema: postJson, headers: ['ETag'] } },
  },
  async ({ viewer, request, params }) => {
    const post = await requirePost(viewer, params.id)
    return respondWithJson(request, toPostJson(post), { version: versionOfPost(post) })
  },
)

export const editPostOperation = memberOperation(
  {
    id: 'editPost',
    method: 'PATCH',
    path: '/api/posts/{id}',
    tag: 'Posts',
    summary: 'Edit your own post',
    description:
      'With `If-Match` and the `ETag` of the post, the edit fails when its text has changed since. New likes and replies ' +
      'do not matter.',
    access: 'write',
    limit: 'post',
    params: idPath,
    body: z.object({ body }).meta({ examples: [{ body: 'Two herons! @bob #birds' }] }),
    requestHeaders: ['If-Match'],
    responses: { 200: { description: 'The edited post.', schema: postJson, headers: ['ETag'] } },
    errors: [403, 412],
  },
  async ({ viewer, request, params, body }) => {
    const expected = expectedVersions(request)
    await editPost(viewer, { ...params, ...body }, (before) =>
      requireVersion(expected, versionOfPost(before)),
    )
    return respondWithPost(viewer, params.id)
  },
)

export const deletePostOperation = memberOperation(
  {
    id: 'deletePost',
    method: 'DELETE',
    path: '/api/posts/{id}',
    tag: 'Posts',
    summary: 'Delete your own post',
    description: 'Can be undone for a minute with `POST /api/posts/{id}/restore`.',
    access: 'write',
    limit: 'post',
    params: idPath,
    responses: { 204: { description: 'The post is deleted.' } },
    errors: [403],
  },
  async ({ viewer, params }) => {
    await deletePost(viewer, params.id)
    return respondWithoutBody()
  },
)

export const restorePostOperation = memberOperation(
  {
    id: 'restorePost',
    method: 'POST',
    path: '/api/posts/{id}/restore',
    tag: 'Posts',
    summary: 'Undo the deletion of your own post',
    description:
      'Possible for a minute after the deletion. Restores its likes, bookmarks and notifications too.',
    access: 'write',
    limit: 'post',
    params: idPath,
    responses: { 200: { description: 'The restored post.', schema: postJson, headers: ['ETag'] } },
  },
  async ({ viewer, params }) => {
    await restorePost(viewer, params.id)
    return respondWithPost(viewer, params.id)
  },
)

const versionsJson = z
  .object({ items: z.array(z.object({ body: z.string(), created_at: z.iso.datetime() })) })
  .meta({
    id: 'PostVersions',
    examples: [
      {
        items: [
          { body: 'Two herons! @bob #birds', created_at: '2026-11-27T09:40:00.000Z' },
          { body: 'Herons! @bob #birds', created_at: '2026-11-27T09:30:00.000Z' },
        ],
      },
    ],
  })

export const listPostVersionsOperation = memberOperation(
  {
    id: 'listPostVersions',
    method: 'GET',
    path: '/api/posts/{id}/versions',
    tag: 'Posts',
    summary: 'The versions of a post, the current one first',
    description: 'At most the last hundred.',
    access: 'read',
    params: idPath,
    responses: { 200: { description: 'The versions.', schema: versionsJson, headers: ['ETag'] } },
  },
  async ({ viewer, request, params }) => {
    const history = await getHistory(viewer, params.id)
    if (!history) throw new AppError('not-found', `post ${params.id}`)
    const items = history.versions.map(({ body, createdAt }) => ({
      body,
      created_at: createdAt.toISOString(),
    }))
    return respondWithJson(request, { items })
  },
)
