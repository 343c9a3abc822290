import { AppError } from '../../errors'
import { markNotificationsRead } from '../../notifications/mutations'
import { getNotification, listNotifications } from '../../notifications/queries'
import { notificationKinds } from '../../notifications/schema'
import { mapPage } from '../../page'
import { z } from '../../zod'
import { cursorOf, listJson, listQuery, respondWithPage } from '../rest/list'
import { memberOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { respondWithChange, respondWithoutBody } from '../rest/respond'
import { notificationJson, toNotificationJson } from './notification-json'

const path = '/api/notifications/grouped'

export const listNotificationsOperation = memberOperation(
  {
    id: 'listNotifications',
    method: 'GET',
    path,
    tag: 'Notifications',
    summary: 'Your notifications, the most recently updated first',
    description: 'Events of one kind about the same post are one notification.',
    access: 'read',
    query: listQuery.extend({
      kind: z.enum(notificationKinds).optional().meta({ description: 'Only those of this kind.' }),
    }),
    responses: {
      200: {
        description: 'A page of notifications.',
        schema: listJson(notificationJson),
        headers: ['ETag', 'Link'],
      },
    },
  },
  async ({ viewer, request, query }) => {
    const { kind, limit } = query
    const page = await listNotifications(viewer, kind ?? null, cursorOf(query), limit)
    return respondWithPage(request, path, query, mapPage(page, toNotificationJson), kind ? { kind } : {})
  },
)

const mark = { tag: 'Notifications', access: 'write', limit: 'notifications', method: 'PUT' } as const

export const markNotificationReadOperation = memberOperation(
  {
    ...mark,
    id: 'markNotificationRead',
    path: '/api/notifications/{id}/read',
    summary: 'Mark a notification as read',
    description: 'Repeating it has no further effect. A later event makes the notification unread again.',
    params: idPath,
    responses: { 200: { description: 'The notification.', schema: notificationJson } },
  },
  async ({ viewer, params: { id } }) => {
    await markNotificationsRead(viewer, { notification: id })
    const notification = await getNotification(viewer, id)
    if (!notification) throw new AppError('not-found', `notification ${id}`)
    return respondWithChange(toNotificationJson(notification))
  },
)

export const markAllNotificationsReadOperation = memberOperation(
  {
    ...mark,
    id: 'markAllNotificationsRead',
    path: '/api/notifications/read',
    summary: 'Mark all notifications as read',
    responses: { 204: { description: 'No notification is unread.' } },
  },
  async ({ viewer }) => {
    await markNotificationsRead(viewer, { notification: 'all' })
    return respondWithoutBody()
  },
)
