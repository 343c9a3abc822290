import { z } from 'zod'

const count = z.int().min(0)
/** A message, and the username of its sender or, for `messages_read`, of the user who has read up to it. */
const message = z.object({ id: z.int().positive(), from: z.string().min(1).max(30) })

/** The payload of each signal, validated when it is written and when it is read. */
export const signalPayload = z.discriminatedUnion('name', [
  z.object({ name: z.literal('unread_message_count'), data: count }),
  z.object({ name: z.literal('unread_notification_count'), data: count }),
  z.object({ name: z.literal('message'), data: message }),
  z.object({ name: z.literal('messages_read'), data: message }),
  z.object({
    name: z.literal('task_progress'),
    data: z.object({
      task_id: z.string().min(1).max(100),
      progress: z.number().min(0).max(100),
      /** What the task does, such as the kind of an export. */
      kind: z.string().max(20).optional(),
    }),
  }),
])

export type SignalPayload = z.infer<typeof signalPayload>

/** @throws ZodError for an unknown name or an invalid payload */
export function checkedPayload(name: string, data: unknown): SignalPayload {
  return signalPayload.parse({ name, data })
}

/** Parses a payload of the database; null if it is invalid. */
export function readPayload(name: string, json: string): SignalPayload | null {
  try {
    return checkedPayload(name, JSON.parse(json))
  } catch {
    return null
  }
}
