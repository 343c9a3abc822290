import { notificationKinds } from '../../notifications/schema'
import type { NotificationView } from '../../notifications/view'
import { z } from '../../zod'
import { postPath } from '../posts/post-json'
import { toUserSummaryJson, userSummaryJson } from '../users/user-json'

/** A notification. Events of one kind about the same post share one, as on the page. */
export const notificationJson = z
  .object({
    id: z.int(),
    kind: z.enum(notificationKinds),
    updated_at: z.iso.datetime().meta({ description: 'The time of its latest event.' }),
    unread: z.boolean(),
    actors: z
      .array(userSummaryJson)
      .meta({ description: 'Who acted, the latest first, at most three. Empty for exports.' }),
    actor_count: z.int(),
    quote: z.string().nullable().meta({ description: 'The beginning of the post.' }),
    _links: z.object({
      read: z.string(),
      page: z.string(),
      post: z
        .string()
        .nullable()
        .meta({ description: 'The latest reply, or the post that the notification is about.' }),
    }),
  })
  .meta({
    id: 'Notification',
    examples: [
      {
        id: 12,
        kind: 'like',
        updated_at: '2026-11-27T09:30:00.000Z',
        unread: true,
        actors: [
          {
            id: 2,
            username: 'bob',
            display_name: 'Bob',
            _links: { self: '/api/users/2', avatar: '/avatars/2.svg' },
          },
        ],
        actor_count: 1,
        quote: 'Herons!',
        _links: { read: '/api/notifications/12/read', page: '/posts/7', post: '/api/posts/7' },
      },
    ],
  })

export function toNotificationJson(notification: NotificationView): z.output<typeof notificationJson> {
  const { id, kind, at, unread, actors, others, quote, href, postId } = notification
  return {
    id,
    kind,
    updated_at: at.toISOString(),
    unread,
    actors: actors.map(toUserSummaryJson),
    actor_count: actors.length === 0 ? 0 : others + 1,
    quote,
    _links: {
      read: `/api/notifications/${id}/read`,
      page: href,
      post: postId === null ? null : postPath(postId),
    },
  }
}
