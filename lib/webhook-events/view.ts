import { absoluteUrl } from '../http/absolute-url'

// The names of fields are those of the REST API.

/** A user in the data of an event. */
export type EventUser = { id: number; username: string; display_name: string; url: string }

/** A post in the data of an event. */
export type EventPost = {
  id: number
  url: string
  body: string
  created_at: Date
  edited_at: Date | null
  /** The id of the post that it replies to; null for the first post of a conversation. */
  reply_to: number | null
  author: EventUser
}

/** The data of each event, as its receivers get them. `body` of a message only when the member has chosen that. */
export type EventData =
  | { post: EventPost }
  | { post: { id: number } }
  | { post: EventPost; user: EventUser }
  | { user: EventUser }
  | { message: { id: number; url: string; created_at: Date; sender: EventUser; body?: string } }
  | { webhook: { id: number } }

type UserRow = { userId: number; username: string; displayName: string }

export type PostRow = UserRow & {
  id: number
  body: string
  createdAt: Date
  editedAt: Date | null
  replyToId: number | null
}

export type MessageRow = UserRow & { id: number; body: string; createdAt: Date }

export function toEventUser({ userId: id, username, displayName }: UserRow): EventUser {
  return { id, username, display_name: displayName, url: absoluteUrl(`/users/${username}`) }
}

export function toEventPost(row: PostRow): EventPost {
  const { id, body } = row
  return {
    id,
    url: absoluteUrl(`/posts/${id}`),
    body,
    created_at: row.createdAt,
    edited_at: row.editedAt,
    reply_to: row.replyToId,
    author: toEventUser(row),
  }
}

/** @param includesText whether the member has chosen to send the text of messages */
export function toEventMessage(row: MessageRow, includesText: boolean) {
  const { id, createdAt, body, username } = row
  const url = absoluteUrl(`/messages/${username}`)
  return { id, url, created_at: createdAt, sender: toEventUser(row), ...(includesText && { body }) }
}
