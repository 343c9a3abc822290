import { parsePosition } from '../page'
import { rowId } from '../text/fields'
import { z } from '../zod'

/** The kinds of events that users are notified of. Each can be switched off. Messages have an inbox of their own. */
export const notificationKinds = ['reply', 'mention', 'like', 'follow', 'export'] as const
export type NotificationKind = (typeof notificationKinds)[number]

/** The search parameter `kind`; null, which means every kind, for any other value. */
export const kindParam = z.enum(notificationKinds).nullable().catch(null)

export const markNotificationsReadInput = z.object({
  notification: z.union([z.literal('all'), rowId]),
})
export type MarkNotificationsRead = z.output<typeof markNotificationsReadInput>

const position = z.string().transform((text, context) => {
  const parsed = parsePosition(text)
  if (!parsed) context.addIssue({ code: 'custom' })
  return parsed ?? z.NEVER
})

/** The notifications of a list (`kind` absent: of every kind), up to the position of the latest one that was shown. */
export const markNotificationsSeenInput = z.object({
  kind: z.enum(notificationKinds).optional(),
  upTo: position,
})
export type MarkNotificationsSeen = z.output<typeof markNotificationsSeenInput>

const checkbox = z.literal('on').optional().catch(undefined)

/** The kinds whose checkboxes are checked. */
export const notificationKindsInput = z
  .object({
    reply: checkbox,
    mention: checkbox,
    like: checkbox,
    follow: checkbox,
    export: checkbox,
  })
  .transform((checkboxes) => notificationKinds.filter((kind) => checkboxes[kind]))
