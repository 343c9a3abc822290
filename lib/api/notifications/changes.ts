import { maySeeMessages } from '../../api-tokens/policy'
import { signalPayload } from '../../events/payloads'
import { isAboutMessages } from '../../events/signals'
import { z } from '../../zod'
import { memberOperation } from '../rest/operation'
import { respondWithJson } from '../rest/respond'
import { signalsAfter } from '../signals'

const place = {
  timestamp: z
    .number()
    .meta({ description: 'Unix timestamp in seconds, with fraction. Ascending and unique.' }),
  subject: z
    .string()
    .optional()
    .meta({ description: 'What the value refers to, for names with several values.' }),
}

const [first, ...others] = signalPayload.options
const changeJson = z
  .discriminatedUnion('name', [first.extend(place), ...others.map((option) => option.extend(place))])
  .meta({
    id: 'Change',
    examples: [{ name: 'unread_notification_count', data: 2, timestamp: 1795771800.123456 }],
  })

/** Polling as in the Flask tutorial (`/notifications?since=`), with a token instead of a session. */
export const listChangesOperation = memberOperation(
  {
    id: 'listChanges',
    method: 'GET',
    path: '/api/notifications',
    tag: 'Notifications',
    summary: 'Changes since a time: unread counts, messages, progress of exports and imports',
    description:
      'The latest value of each name and subject, in the order of the changes. Send the last `timestamp` as `since` to get ' +
      'the changes after it. Changes about messages are sent only to tokens that may read messages.',
    access: 'read',
    query: z.object({
      since: z.string().optional().meta({
        description: 'Unix timestamp in seconds, with fraction. 0 when absent or invalid.',
        type: 'number',
      }),
    }),
    acceptsAnyQuery: true,
    responses: { 200: { description: 'The changes.', schema: z.array(changeJson), headers: ['ETag'] } },
  },
  async ({ viewer, token, request, query }) => {
    const changes = await signalsAfter(viewer, query.since ?? null)
    const visible = maySeeMessages(token) ? changes : changes.filter(({ name }) => !isAboutMessages(name))
    return respondWithJson(request, visible)
  },
)
