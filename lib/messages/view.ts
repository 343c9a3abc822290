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
  /** Whether the account is deleted, or about to be. Its name is neutral then. */
  deleted: boolean
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
  /** Whether the account of the partner is deleted, or about to be. */
  deleted: boolean
  excerpt: string
  createdAt: Date
  /** Whether the viewer wrote the last message. */
  own: boolean
  unread: number
}

export type PartnerRow = SummaryRow & {
  blocks: number | bigint
  unread: number | bigint
  deleted: number | bigint
}

export type MessageRow = { id: number; body: string; createdAt: Date; senderId: number }

/** `id` is that of the partner, which orders conversations of the same time. */
export type ConversationRow = SummaryRow & {
  body: string
  createdAt: Date
  senderId: number
  unread: number | bigint
  deleted: number | bigint
}

/** The name in the paths of threads with a deleted account. */
export const deletedName = (id: number) => `deleted_${id}`

/** The id in such a name; null for any other name. */
export function idOfDeletedName(name: string): number | null {
  const id = Number(/^deleted_([1-9]\d{0,9})$/i.exec(name)?.[1])
  // The largest id of PostgreSQL's integer.
  return id <= 2 ** 31 - 1 ? id : null
}

/** The summary of a deleted account, which says nothing about it. Its picture is the same for all. */
function toDeletedSummary(id: number): UserSummary {
  return { id: 0, username: deletedName(id), displayName: '', avatar: null, gravatar: null }
}

export function toPartner(viewer: { id: number }, row: PartnerRow): Partner {
  const deleted = Number(row.deleted) > 0
  return {
    ...(deleted ? toDeletedSummary(row.id) : toUserSummary(row)),
    id: row.id,
    own: row.id === viewer.id,
    blocked: Number(row.blocks) > 0,
    unread: !deleted && Number(row.unread) > 0,
    deleted,
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
  const deleted = Number(row.deleted) > 0
  return {
    id: row.id,
    partner: deleted ? toDeletedSummary(row.id) : toUserSummary(row),
    deleted,
    excerpt: excerpt(row.body.replace(/\s+/g, ' '), excerptLength),
    createdAt: row.createdAt,
    own: row.senderId === viewer.id,
    unread: Number(row.unread),
  }
}
