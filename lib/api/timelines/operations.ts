import { listBookmarks } from '../../bookmarks/queries'
import {
  exploreFeed,
  homeFeed,
  likesFeed,
  popularTags,
  profileFeed,
  repliesFeed,
  tagFeed,
} from '../../feeds/queries'
import { mapPage } from '../../page'
import { normalizeTag } from '../../text/normalize-tag'
import { z } from '../../zod'
import { postJson, toPostJson } from '../posts/post-json'
import { cursorOf, listJson, listQuery, respondWithPage } from '../rest/list'
import { memberOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { respondWithJson } from '../rest/respond'
import { requireUser } from '../users/read'

const timeline = {
  method: 'GET',
  tag: 'Timelines',
  access: 'read',
  query: listQuery,
  responses: {
    200: { description: 'A page of posts.', schema: listJson(postJson), headers: ['ETag', 'Link'] },
  },
} as const

export const homeTimelineOperation = memberOperation(
  {
    ...timeline,
    id: 'getHomeTimeline',
    path: '/api/timelines/home',
    summary: 'Your posts and those of the members whom you follow',
  },
  async ({ viewer, request, query }) => {
    const page = await homeFeed(viewer, cursorOf(query), query.limit)
    return respondWithPage(request, '/api/timelines/home', query, mapPage(page, toPostJson))
  },
)

export const exploreTimelineOperation = memberOperation(
  {
    ...timeline,
    id: 'getExploreTimeline',
    path: '/api/timelines/explore',
    summary: 'The posts of all members',
  },
  async ({ viewer, request, query }) => {
    const page = await exploreFeed(viewer, cursorOf(query), query.limit)
    return respondWithPage(request, '/api/timelines/explore', query, mapPage(page, toPostJson))
  },
)

const tagPath = z.object({
  tag: z
    .string()
    .min(1)
    .meta({ description: 'Without `#`. Case does not matter.', examples: ['birds'] }),
})

export const tagTimelineOperation = memberOperation(
  {
    ...timeline,
    id: 'getTagTimeline',
    path: '/api/tags/{tag}/posts',
    summary: 'The posts with a tag',
    params: tagPath,
  },
  async ({ viewer, request, params, query }) => {
    const tag = normalizeTag(params.tag)
    const page = await tagFeed(viewer, tag, cursorOf(query), query.limit)
    return respondWithPage(
      request,
      `/api/tags/${encodeURIComponent(tag)}/posts`,
      query,
      mapPage(page, toPostJson),
    )
  },
)

const tagsJson = z
  .object({ items: z.array(z.object({ tag: z.string(), post_count: z.int() })) })
  .meta({ id: 'PopularTags', examples: [{ items: [{ tag: 'birds', post_count: 12 }] }] })

export const popularTagsOperation = memberOperation(
  {
    id: 'listPopularTags',
    method: 'GET',
    path: '/api/tags',
    tag: 'Timelines',
    summary: 'The tags with the most posts in the last seven days',
    description: 'At most ten, at most a minute old.',
    access: 'read',
    responses: { 200: { description: 'The tags.', schema: tagsJson, headers: ['ETag'] } },
  },
  async ({ request }) => {
    const items = (await popularTags(10)).map(({ tag, count }) => ({ tag, post_count: count }))
    return respondWithJson(request, { items })
  },
)

export const userTimelineOperation = memberOperation(
  {
    ...timeline,
    id: 'getUserTimeline',
    path: '/api/users/{id}/posts',
    summary: 'The posts and replies of a member',
    params: idPath,
  },
  async ({ viewer, request, params, query }) => {
    const { id } = await requireUser(viewer, params.id)
    const page = await profileFeed(viewer, id, cursorOf(query), query.limit)
    return respondWithPage(request, `/api/users/${id}/posts`, query, mapPage(page, toPostJson))
  },
)

export const userRepliesOperation = memberOperation(
  {
    ...timeline,
    id: 'listUserReplies',
    path: '/api/users/{id}/replies',
    summary: 'The replies of a member',
    params: idPath,
  },
  async ({ viewer, request, params, query }) => {
    const { id } = await requireUser(viewer, params.id)
    const page = await repliesFeed(viewer, id, cursorOf(query), query.limit)
    return respondWithPage(request, `/api/users/${id}/replies`, query, mapPage(page, toPostJson))
  },
)

export const userLikesOperation = memberOperation(
  {
    ...timeline,
    id: 'listUserLikes',
    path: '/api/users/{id}/likes',
    summary: 'The posts that a member likes, the latest like first',
    params: idPath,
  },
  async ({ viewer, request, params, query }) => {
    const { id } = await requireUser(viewer, params.id)
    const page = await likesFeed(viewer, id, cursorOf(query), query.limit)
    return respondWithPage(request, `/api/users/${id}/likes`, query, mapPage(page, toPostJson))
  },
)

export const bookmarksOperation = memberOperation(
  {
    ...timeline,
    id: 'listBookmarks',
    path: '/api/bookmarks',
    summary: 'Your bookmarks, the latest first',
  },
  async ({ viewer, request, query }) => {
    const page = await listBookmarks(viewer, cursorOf(query), query.limit)
    return respondWithPage(request, '/api/bookmarks', query, mapPage(page, toPostJson))
  },
)
