import { z } from '../zod'

/** What a member can be told of; each can be switched off. */
export const notificationKinds = ['reply', 'mention', 'like', 'follow', 'message', 'export'] as const
export type NotificationKind = (typeof notificationKinds)[number]

/** `?kind=`; anything else is all kinds. */
export const kindParam = z.enum(notificationKinds).nullable().catch(null)

/** One notification, or all of them. */
export const markNotificationsReadInput = z.object({
  notification: z.union([
    z.literal('all'),
    z
      .string()
      .regex(/^[1-9]\d{0,9}$/)
      .transform(Number)
      .refine((id) => id < 2 ** 31),
  ]),
})
export type MarkNotificationsRead = z.output<typeof markNotificationsReadInput>

const box = z.literal('on').optional().catch(undefined)

/** The kinds whose boxes are ticked. */
export const notificationKindsInput = z
  .object({ reply: box, mention: box, like: box, follow: box, message: box, export: box })
  .transform((boxes) => notificationKinds.filter((kind) => boxes[kind]))
