import { AppError } from '../../errors'
import { repliesTo } from '../../feeds/queries'
import { mapPage, type Page } from '../../page'
import { getConversation } from '../../posts/queries'
import type { ConversationEntry } from '../../posts/view'
import { z } from '../../zod'
import { cursorOf, listJson, listQuery, respondWithPage } from '../rest/list'
import { memberOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { requirePost } from './operations'
import { postJson, postPath, toPostJson } from './post-json'

/** Sorted from oldest to newest, so the next page has newer items. */
const oldestFirst = <T>({ items, older, newer }: Page<T>): Page<T> => ({ items, older: newer, newer: older })

export const listRepliesOperation = memberOperation(
  {
    id: 'listReplies',
    method: 'GET',
    path: '/api/posts/{id}/replies',
    tag: 'Posts',
    summary: 'The replies to a post, the oldest first',
    description:
      'Direct replies only: `GET /api/posts/{id}/conversation` has replies to replies too. Leaves out members whom you mute.',
    access: 'read',
    params: idPath,
    query: listQuery,
    responses: {
      200: { description: 'A page of posts.', schema: listJson(postJson), headers: ['ETag', 'Link'] },
    },
  },
  async ({ viewer, request, params, query }) => {
    const post = await requirePost(viewer, params.id)
    const page = await repliesTo(viewer, post, cursorOf(query), query.limit)
    const path = `${postPath(post.id)}/replies`
    return respondWithPage(request, path, query, oldestFirst(mapPage(page, toPostJson)))
  },
)

const entryJson = z
  .object({
    id: z.int(),
    deleted: z.boolean(),
    post: postJson.nullable().meta({ description: 'Null when it is deleted, or its author is hidden.' }),
  })
  .meta({ id: 'ConversationEntry' })

const conversationJson = listJson(entryJson).extend({
  root: entryJson.meta({ description: 'The first post of the conversation.' }),
})

export const getConversationOperation = memberOperation(
  {
    id: 'getConversation',
    method: 'GET',
    path: '/api/posts/{id}/conversation',
    tag: 'Posts',
    summary: 'The conversation that a post belongs to: its first post, and all replies, the oldest first',
    description:
      'For a reply, the first page is around it. A post that is deleted, or whose author is hidden, is an entry without a ' +
      'post while visible replies depend on it.',
    access: 'read',
    params: idPath,
    query: listQuery.extend({
      latest: z
        .literal('')
        .optional()
        .meta({ description: 'Starts with the last page. Send it without a value.' }),
    }),
    responses: {
      200: {
        description: 'A page of the conversation.',
        schema: conversationJson,
        headers: ['ETag', 'Link'],
      },
    },
  },
  async ({ viewer, request, params: { id }, query }) => {
    const opening = cursorOf(query) ?? (query.latest === undefined ? null : 'latest')
    const conversation = await getConversation(viewer, id, opening, query.limit)
    if (!conversation) throw new AppError('not-found', `conversation ${id}`)
    const { root, entries, older, newer } = conversation
    const items = flatten(entries).sort(byTime).map(toEntryJson)
    const path = `${postPath(id)}/conversation`
    return respondWithPage(
      request,
      path,
      query,
      oldestFirst({ items, older, newer }),
      {},
      {
        root: toEntryJson(root),
      },
    )
  },
)

const flatten = (entries: ConversationEntry[]): ConversationEntry[] =>
  entries.flatMap((entry) => [entry, ...flatten(entry.replies)])

const byTime = (one: ConversationEntry, other: ConversationEntry) =>
  one.createdAt.getTime() - other.createdAt.getTime() || one.id - other.id

const toEntryJson = ({ id, deleted, post }: ConversationEntry): z.output<typeof entryJson> => ({
  id,
  deleted,
  post: post && toPostJson(post),
})
