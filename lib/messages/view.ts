import { excerpt } from '../text/code-points'
import { gravatarUrl } from '../users/gravatar'
import type { UserSummary } from '../users/view'

/** The other one of a conversation, as the viewer meets them. */
export type Partner = UserSummary & {
  gravatar: string | null
  /** Whether the viewer wrote their own name. */
  own: boolean
  /** A block stands between the two, whoever set it. */
  blocked: boolean
  /** Whether the viewer has not read something of theirs. */
  unread: boolean
}

/** One message of a thread. */
export type MessageView = {
  id: number
  body: string
  createdAt: Date
  /** Whether the viewer wrote it. */
  own: boolean
}

/** A conversation in the inbox: its last message in one line. */
export type ConversationView = {
  partner: UserSummary & { gravatar: string | null }
  excerpt: string
  createdAt: Date
  /** Whether the viewer wrote the last message. */
  own: boolean
  unread: number
}

export type PartnerRow = UserSummary & { emailKey: string; blocks: number | bigint; unread: number | bigint }

export type MessageRow = { id: number; body: string; createdAt: Date; senderId: number }

export type ConversationRow = {
  /** The partner, by whom the list goes on. */
  id: number
  username: string
  displayName: string
  avatar: string | null
  emailKey: string
  body: string
  createdAt: Date
  senderId: number
  unread: number | bigint
}

export function toPartner(viewer: { id: number }, row: PartnerRow): Partner {
  const { emailKey, blocks, unread, ...user } = row
  return {
    ...user,
    gravatar: gravatarUrl(user, emailKey),
    own: user.id === viewer.id,
    blocked: Number(blocks) > 0,
    unread: Number(unread) > 0,
  }
}

export function toMessageView(viewer: { id: number }, { senderId, ...message }: MessageRow): MessageView {
  return { ...message, own: senderId === viewer.id }
}

/** Grapheme clusters of a message that the inbox shows. */
const excerptLength = 100

export function toConversationView(viewer: { id: number }, row: ConversationRow): ConversationView {
  const { id, username, displayName, avatar, emailKey, body, createdAt, senderId, unread } = row
  return {
    partner: { id, username, displayName, avatar, gravatar: gravatarUrl(row, emailKey) },
    excerpt: oneLine(body),
    createdAt,
    own: senderId === viewer.id,
    unread: Number(unread),
  }
}

/** Only the beginning is taken apart: finding the clusters of ten thousand characters takes long. */
function oneLine(body: string): string {
  const beginning = [...body.slice(0, excerptLength * 8)].slice(0, -1).join('')
  const enough = body.length > excerptLength * 8 ? beginning : body
  return excerpt(enough.replace(/\s+/g, ' '), excerptLength)
}
