import { excerpt } from '../text/code-points'
import { type RichText, toRichText } from '../text/rich-text'
import { type SummaryRow, toUserSummary } from '../users/summary'
import type { UserSummary } from '../users/view'

/** The other user of a conversation. */
export type Partner = UserSummary & {
  /** Whether it is the viewer themselves. */
  own: boolean
  /** Whether either user blocks the other. */
  blocked: boolean
  /** Whether the viewer has unread messages from them. */
  unread: boolean
}

export type MessageView = {
  id: number
  body: string
  createdAt: Date
  /** Whether the viewer wrote it. */
  own: boolean
}

/** A message as a page shows it, as JSON for the browser. */
export type MessageItem = Omit<MessageView, 'body'> & { text: RichText }

/** A conversation in the inbox, with an excerpt of its last message. */
export type ConversationView = {
  /** The id of the partner. */
  id: number
  partner: UserSummary
  excerpt: string
  createdAt: Date
  /** Whether the viewer wrote the last message. */
  own: boolean
  unread: number
}

export type PartnerRow = SummaryRow & { blocks: number | bigint; unread: number | bigint }

export type MessageRow = { id: number; body: string; createdAt: Date; senderId: number }

/** `id` is that of the partner, which orders conversations of the same time. */
export type ConversationRow = SummaryRow & {
  body: string
  createdAt: Date
  senderId: number
  unread: number | bigint
}

export function toPartner(viewer: { id: number }, row: PartnerRow): Partner {
  return {
    ...toUserSummary(row),
    own: row.id === viewer.id,
    blocked: Number(row.blocks) > 0,
    unread: Number(row.unread) > 0,
  }
}

export function toMessageView(viewer: { id: number }, { senderId, ...message }: MessageRow): MessageView {
  return { ...message, own: senderId === viewer.id }
}

export function toMessageItem({ body, ...message }: MessageView): MessageItem {
  return { ...message, text: toRichText(body, []) }
}

/** Grapheme clusters of an excerpt. */
const excerptLength = 100

export function toConversationView(viewer: { id: number }, row: ConversationRow): ConversationView {
  return {
    id: row.id,
    partner: toUserSummary(row),
    excerpt: excerpt(row.body.replace(/\s+/g, ' '), excerptLength),
    createdAt: row.createdAt,
    own: row.senderId === viewer.id,
    unread: Number(row.unread),
  }
}
