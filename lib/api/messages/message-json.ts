import type { ConversationView, MessageView } from '../../messages/view'
import type { Viewer } from '../../viewer'
import { z } from '../../zod'
import { toUserSummaryJson, userPath, userSummaryJson } from '../users/user-json'

export const messageJson = z
  .object({
    id: z.int(),
    sender_id: z.int(),
    body: z.string(),
    created_at: z.iso.datetime(),
  })
  .meta({
    id: 'Message',
    examples: [{ id: 12, sender_id: 2, body: 'See you at the pond', created_at: '2026-11-27T09:30:00.000Z' }],
  })
export type MessageJson = z.output<typeof messageJson>

const partnerExample = {
  id: 2,
  username: 'bob',
  display_name: 'Bob',
  deleted: false,
  _links: { self: '/api/users/2', avatar: '/avatars/2.svg' },
}

/** The other member of a conversation. */
export const partnerJson = userSummaryJson
  .extend({
    deleted: z.boolean().meta({ description: 'Whether the account is deleted. It then has a neutral name.' }),
  })
  .meta({
    id: 'ConversationPartner',
    examples: [partnerExample],
  })

export const conversationJson = z
  .object({
    partner: partnerJson,
    last_message: z.object({
      excerpt: z.string().meta({ description: 'The first 100 characters, on one line.' }),
      sender_id: z.int(),
      created_at: z.iso.datetime(),
    }),
    unread_count: z.int(),
    _links: z.object({ messages: z.string() }),
  })
  .meta({
    id: 'Conversation',
    examples: [
      {
        partner: partnerExample,
        last_message: {
          excerpt: 'See you at the pond',
          sender_id: 2,
          created_at: '2026-11-27T09:30:00.000Z',
        },
        unread_count: 1,
        _links: { messages: '/api/messages/2' },
      },
    ],
  })

/** The path of the messages with another member. */
export const threadPath = (partnerId: number) => `/api/messages/${partnerId}`

export function toMessageJson(
  viewer: Viewer,
  partnerId: number,
  { id, own, body, createdAt }: MessageView,
): MessageJson {
  return { id, sender_id: own ? viewer.id : partnerId, body, created_at: createdAt.toISOString() }
}

export function toConversationJson(
  viewer: Viewer,
  { id, partner, deleted, excerpt, own, createdAt, unread }: ConversationView,
): z.output<typeof conversationJson> {
  const summary = toUserSummaryJson(partner)
  return {
    // The summary of a deleted account does not have its id.
    partner: { ...summary, id, deleted, _links: { ...summary._links, self: userPath(id) } },
    last_message: {
      excerpt,
      sender_id: own ? viewer.id : id,
      created_at: createdAt.toISOString(),
    },
    unread_count: unread,
    _links: { messages: threadPath(id) },
  }
}
