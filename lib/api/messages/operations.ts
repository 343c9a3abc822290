import { env } from '../../env'
import { AppError } from '../../errors'
import { markThreadRead, sendMessage } from '../../messages/mutations'
import { getPartnerById, listConversations, threadPage } from '../../messages/queries'
import type { Partner } from '../../messages/view'
import { mapPage } from '../../page'
import { freeText } from '../../text/fields'
import type { Viewer } from '../../viewer'
import { z } from '../../zod'
import { refuseReusedKey, submissionKeyOf } from '../rest/idempotency'
import { cursorOf, listJson, listQuery, respondWithPage } from '../rest/list'
import { memberOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { respondWithChange } from '../rest/respond'
import { conversationJson, messageJson, threadPath, toConversationJson, toMessageJson } from './message-json'

/**
 * The other member of the conversation in a path.
 * @throws AppError `not-found`, also for the viewer's own id
 */
async function requirePartner(viewer: Viewer, id: number): Promise<Partner> {
  const partner = await getPartnerById(viewer, id)
  if (!partner || partner.own) throw new AppError('not-found', `no conversation with user ${id}`)
  return partner
}

const ofConversations = { tag: 'Messages', access: 'messages' } as const

export const listConversationsOperation = memberOperation(
  {
    ...ofConversations,
    id: 'listConversations',
    method: 'GET',
    path: '/api/messages',
    summary: 'Your conversations, the one with the latest message first',
    query: listQuery,
    responses: {
      200: {
        description: 'A page of conversations.',
        schema: listJson(conversationJson),
        headers: ['ETag', 'Link'],
      },
    },
  },
  async ({ viewer, request, query }) => {
    const page = await listConversations(viewer, cursorOf(query), query.limit)
    const items = mapPage(page, (conversation) => toConversationJson(viewer, conversation))
    return respondWithPage(request, '/api/messages', query, items)
  },
)

export const listMessagesOperation = memberOperation(
  {
    ...ofConversations,
    id: 'listMessages',
    method: 'GET',
    path: '/api/messages/{id}',
    summary: 'The messages between you and a member, the latest first',
    description: '`id` is that of the member. Reading does not mark messages as read.',
    params: idPath,
    query: listQuery,
    responses: {
      200: { description: 'A page of messages.', schema: listJson(messageJson), headers: ['ETag', 'Link'] },
    },
  },
  async ({ viewer, request, params, query }) => {
    const partner = await requirePartner(viewer, params.id)
    const page = await threadPage(viewer, partner.id, cursorOf(query), query.limit)
    const items = mapPage(page, (message) => toMessageJson(viewer, partner.id, message))
    return respondWithPage(request, threadPath(partner.id), query, items)
  },
)

export const sendMessageOperation = memberOperation(
  {
    ...ofConversations,
    id: 'sendMessage',
    method: 'POST',
    path: '/api/messages/{id}',
    summary: 'Send a message to a member',
    description:
      'With `Idempotency-Key`, a repeated request returns the message of the first one. The key may be used for one ' +
      'text and member only. 403 when one of you blocks the other.',
    limit: 'message',
    params: idPath,
    body: z
      .object({
        body: freeText('message', env.MESSAGE_MAX_LENGTH, { required: true }).meta({
          description: `Text of at most ${env.MESSAGE_MAX_LENGTH} characters.`,
          maxLength: env.MESSAGE_MAX_LENGTH,
        }),
      })
      .meta({ examples: [{ body: 'See you at the pond' }] }),
    requestHeaders: ['Idempotency-Key'],
    responses: { 201: { description: 'The message.', schema: messageJson } },
    errors: [403, 422],
  },
  async ({ viewer, request, params, body: { body } }) => {
    const submission = submissionKeyOf(request)
    const partner = await requirePartner(viewer, params.id)
    if (partner.deleted) throw new AppError('not-found', `user ${params.id} is deleted`)
    const { id, createdAt } = await refuseReusedKey(
      sendMessage(viewer, { to: partner.username, body, submission }),
    )
    return respondWithChange(toMessageJson(viewer, partner.id, { id, body, createdAt, own: true }), {
      status: 201,
    })
  },
)

export const markMessagesReadOperation = memberOperation(
  {
    ...ofConversations,
    id: 'markMessagesRead',
    method: 'PUT',
    path: '/api/messages/{id}/read',
    summary: 'Mark the messages from a member as read',
    description: 'Those after the message `up_to` stay unread. Repeating it has no further effect.',
    limit: 'message-read',
    params: idPath,
    body: z
      .object({
        up_to: z
          .int()
          .positive()
          .max(2 ** 31 - 1)
          .meta({ description: 'The id of a message.' }),
      })
      .meta({ examples: [{ up_to: 12 }] }),
    responses: {
      200: {
        description: 'The number of messages that were marked as read.',
        schema: z.object({ marked: z.int() }).meta({ examples: [{ marked: 2 }] }),
      },
    },
  },
  async ({ viewer, params, body }) => {
    const partner = await requirePartner(viewer, params.id)
    if (partner.deleted) return respondWithChange({ marked: 0 })
    return respondWithChange({ marked: await markThreadRead(viewer, partner.username, body.up_to) })
  },
)
