import { z } from 'zod'

const count = z.int().min(0)
/** A message, and the username of who wrote it or, for `messages_read`, of who has read up to it. */
const message = z.object({ id: z.int().positive(), from: z.string().min(1).max(30) })

/** What each signal carries. Checked when it is written and when it is read. */
const signal = z.discriminatedUnion('name', [
  z.object({ name: z.literal('unread_message_count'), data: count }),
  z.object({ name: z.literal('unread_notification_count'), data: count }),
  z.object({ name: z.literal('message'), data: message }),
  z.object({ name: z.literal('messages_read'), data: message }),
  z.object({
    name: z.literal('task_progress'),
    data: z.object({ task_id: z.string().min(1).max(100), progress: z.number().min(0).max(100) }),
  }),
])

export type SignalPayload = z.infer<typeof signal>

/** @throws ZodError when nobody knows the name, or the payload is not of its kind. */
export const checkedPayload = (name: string, data: unknown): SignalPayload => signal.parse({ name, data })

/** A payload as the database keeps it; null when it cannot be read. */
export function readPayload(name: string, json: string): SignalPayload | null {
  try {
    return checkedPayload(name, JSON.parse(json))
  } catch {
    return null
  }
}
