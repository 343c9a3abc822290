import type { PostView } from '../../posts/view'
import { z } from '../../zod'
import { versionOf } from '../rest/entity-tag'
import { toUserSummaryJson, userSummaryJson } from '../users/user-json'

/** A post as the viewer sees it. */
export const postJson = z
  .object({
    id: z.int(),
    body: z.string().meta({ description: 'The text as it was typed.' }),
    language: z.string().nullable().meta({ description: 'The detected language, as a code of ISO 639-1.' }),
    created_at: z.iso.datetime(),
    edited_at: z.iso.datetime().nullable(),
    author: userSummaryJson,
    mentions: z.array(z.string()).meta({ description: 'Mentioned members, in lower case.' }),
    reply_to: z
      .object({ id: z.int(), username: z.string().nullable() })
      .nullable()
      .meta({ description: 'The post that it replies to. `username` is null when that post is deleted.' }),
    conversation_id: z
      .int()
      .meta({ description: 'The first post of the conversation; its own id if it is the first post.' }),
    reply_count: z.int(),
    like_count: z.int(),
    liked: z.boolean(),
    bookmarked: z.boolean(),
    _links: z.object({ self: z.string(), page: z.string(), likes: z.string() }),
  })
  .meta({
    id: 'Post',
    examples: [
      {
        id: 7,
        body: 'Herons! @bob #birds',
        language: 'en',
        created_at: '2026-11-27T09:30:00.000Z',
        edited_at: null,
        author: {
          id: 1,
          username: 'susan',
          display_name: 'Susan',
          _links: { self: '/api/users/1', avatar: '/avatars/1.svg' },
        },
        mentions: ['bob'],
        reply_to: null,
        conversation_id: 7,
        reply_count: 2,
        like_count: 3,
        liked: false,
        bookmarked: true,
        _links: {
          self: '/api/posts/7',
          page: '/posts/7',
          likes: '/api/posts/7/likes',
        },
      },
    ],
  })
export type PostJson = z.output<typeof postJson>

/** The path of a post. */
export const postPath = (id: number) => `/api/posts/${id}`

export function toPostJson(post: PostView): PostJson {
  const self = postPath(post.id)
  return {
    id: post.id,
    body: post.body,
    language: post.language || null,
    created_at: post.createdAt.toISOString(),
    edited_at: post.editedAt?.toISOString() ?? null,
    author: toUserSummaryJson(post.author),
    mentions: post.mentions,
    reply_to: post.replyTo,
    conversation_id: post.rootId,
    reply_count: post.replyCount,
    like_count: post.likeCount,
    liked: post.liked ?? false,
    bookmarked: post.bookmarked ?? false,
    _links: { self, page: `/posts/${post.id}`, likes: `${self}/likes` },
  }
}

/** The version of the text of a post, for edits with If-Match. */
export function versionOfPost({ body, editedAt }: Pick<PostView, 'body' | 'editedAt'>): string {
  return versionOf(body, editedAt?.toISOString() ?? '')
}
