import { z } from '../zod'

/** The events that a member can choose: of their own posts, and what others do that concerns them. */
export const webhookEvents = [
  'post.created',
  'post.edited',
  'post.deleted',
  'reply',
  'mention',
  'like',
  'follow',
  'message',
] as const
export type WebhookEvent = (typeof webhookEvents)[number]

/** `ping` is sent to a new webhook, and when the member asks for it. */
export type DeliveredEvent = WebhookEvent | 'ping'

/** What happened. Only ids: each attempt of a delivery reads what the member may see then. */
export type EventReference = {
  event: DeliveredEvent
  /** The id of the post, the reply or the message; null for `follow` and `ping`. */
  subjectId: number | null
  /** The user who liked or followed; null when the subject has an author. */
  actorId: number | null
}

/** The job that sends a delivery, once at each of its times. */
export const webhookTask = { kind: 'webhook', payload: z.object({ deliveryId: z.uuid() }) }
