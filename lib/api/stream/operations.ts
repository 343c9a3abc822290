import { tooManyStreamsHeaders } from '../../rate-limit/headers'
import { z } from '../../zod'
import { HttpRefusal } from '../rest/errors'
import { memberOperation } from '../rest/operation'
import { openStream } from './handler'
import { streamsPerUser } from './stream-hub'

export const streamEventsOperation = memberOperation(
  {
    id: 'streamEvents',
    method: 'GET',
    path: '/api/stream',
    tag: 'Notifications',
    summary: 'New posts, changed posts and notifications as they happen',
    description:
      'Server-sent events: `hello` at the start, `signal` with a change as in `GET /api/notifications`, `post` for a new ' +
      'post, `changed` with the ids of posts that have changed, `reset` after more than 200 missed posts, and `end` when ' +
      'the token is no longer valid. A client that reconnects with the last id misses nothing.',
    access: 'read',
    query: z.object({
      last: z
        .string()
        .optional()
        .meta({
          description: 'Like the header `Last-Event-ID`, which takes precedence.',
          examples: ['1795771800123456.7'],
        }),
    }),
    acceptsAnyQuery: true,
    requestHeaders: ['Last-Event-ID'],
    responses: {
      200: { description: 'The events.', mediaTypes: ['text/event-stream'] },
      204: { description: 'This site does not offer streams. Poll `GET /api/notifications`.' },
    },
  },
  async ({ viewer, token, request }) => {
    const response = openStream(viewer, request, token)
    if (response) return response
    const max = streamsPerUser()
    throw new HttpRefusal(429, `Open at most ${max} streams.`, tooManyStreamsHeaders(max))
  },
)
