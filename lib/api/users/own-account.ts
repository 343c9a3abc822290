import { maySeeMessages } from '../../api-tokens/policy'
import { unreadMessages } from '../../messages/queries'
import { unreadNotifications } from '../../notifications/queries'
import { getAccount } from '../../users/queries'
import { z } from '../../zod'
import { memberOperation } from '../rest/operation'
import { respondWithJson } from '../rest/respond'
import { requireUser, versionOfUser } from './read'
import { toUserJson, userExample, userJson } from './user-json'

const ownAccountJson = userJson
  .extend({
    display_name: z.string(),
    role: z.enum(['member', 'admin']),
    unread_notification_count: z.int(),
    unread_message_count: z.int().optional().meta({ description: 'Only with the scope `messages`.' }),
    email: z.string().optional().meta({ description: 'Absent for apps.' }),
    email_verified: z.boolean().optional().meta({ description: 'Absent for apps.' }),
  })
  .meta({
    id: 'OwnAccount',
    examples: [
      {
        ...userExample,
        display_name: 'Susan',
        role: 'member',
        unread_notification_count: 2,
        unread_message_count: 1,
        email: 'susan@example.com',
        email_verified: true,
      },
    ],
  })

export const getOwnAccountOperation = memberOperation(
  {
    id: 'getOwnAccount',
    method: 'GET',
    path: '/api/me',
    tag: 'Accounts',
    summary: 'Your own account',
    description: 'Change it with `PUT /api/users/{id}`.',
    access: 'read',
    responses: { 200: { description: 'The account.', schema: ownAccountJson, headers: ['ETag'] } },
  },
  async ({ viewer, token, request }) => {
    const [user, account, unread, messages] = await Promise.all([
      requireUser(viewer, viewer.id),
      getAccount(viewer),
      unreadNotifications(viewer),
      maySeeMessages(token) ? unreadMessages(viewer) : undefined,
    ])
    // The consent page of an app does not mention the address.
    const email = token.kind !== 'oauth' && { email: account.email, email_verified: account.emailVerified }
    const own = {
      display_name: account.displayName,
      role: viewer.role,
      unread_notification_count: unread,
      ...(messages !== undefined && { unread_message_count: messages }),
    }
    return respondWithJson(
      request,
      { ...toUserJson(user), ...own, ...email },
      { version: versionOfUser(user) },
    )
  },
)
