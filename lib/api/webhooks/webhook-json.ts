import type { DeliveryView } from '../../webhook-deliveries/view'
import { webhookEvents } from '../../webhook-events/schema'
import type { WebhookView } from '../../webhooks/view'
import { z } from '../../zod'

const links = z.object({ self: z.string(), deliveries: z.string() })

/** A webhook, without its signing secret. */
export const webhookJson = z
  .object({
    id: z.int(),
    url: z.string(),
    events: z.array(z.enum(webhookEvents)),
    includes_text: z.boolean().meta({ description: 'Whether `message` has the text of the message.' }),
    state: z.enum(['active', 'paused', 'failed', 'gone']).meta({
      description: '`failed` after three days without a success, `gone` after a response with status 410.',
    }),
    created_at: z.iso.datetime(),
    failing_since: z.iso.datetime().nullable().meta({
      description: 'The first failed attempt since the last successful one.',
    }),
    _links: links,
  })
  .meta({
    id: 'Webhook',
    examples: [
      {
        id: 3,
        url: 'https://example.com/hook',
        events: ['post.created', 'reply'],
        includes_text: false,
        state: 'active',
        created_at: '2026-11-27T09:30:00.000Z',
        failing_since: null,
        _links: { self: '/api/webhooks/3', deliveries: '/api/webhooks/3/deliveries' },
      },
    ],
  })

const secret = z.string().meta({
  description: 'The signing secret. It is in no other response.',
  examples: ['whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='],
})

/** A new webhook with its secret. */
export const newWebhookJson = webhookJson.extend({ secret }).meta({ id: 'NewWebhook' })

export const secretJson = z.object({ secret }).meta({ id: 'WebhookSecret' })

export const deliveryJson = z
  .object({
    id: z.uuid().meta({ description: 'Also the header `webhook-id` of each attempt.' }),
    event: z.enum([...webhookEvents, 'ping']),
    state: z.enum(['pending', 'delivered', 'failed', 'skipped']).meta({
      description: '`skipped` when the event no longer applies, or when you may no longer see it.',
    }),
    attempts: z.int(),
    created_at: z.iso.datetime(),
    next_attempt_at: z.iso.datetime().nullable(),
    attempted_at: z.iso.datetime().nullable().meta({ description: 'When the last attempt ended.' }),
    duration: z.int().nullable().meta({ description: 'Milliseconds of the last attempt.' }),
    status: z.int().nullable().meta({ description: 'The status of the last response.' }),
    problem: z
      .enum(['address', 'name', 'connection', 'tls', 'closed', 'timeout', 'secret'])
      .nullable()
      .meta({ description: 'Why the last attempt had no response.' }),
  })
  .meta({
    id: 'WebhookDelivery',
    examples: [
      {
        id: '0198f3a0-5b7e-7c11-9d2f-3f6a1c2b4d5e',
        event: 'reply',
        state: 'delivered',
        attempts: 1,
        created_at: '2026-11-27T09:30:00.000Z',
        next_attempt_at: null,
        attempted_at: '2026-11-27T09:30:01.000Z',
        duration: 84,
        status: 204,
        problem: null,
      },
    ],
  })

/** The path of a webhook. */
export const webhookPath = (id: number) => `/api/webhooks/${id}`

export function toWebhookJson(webhook: WebhookView): z.output<typeof webhookJson> {
  const { id, url, events, includesText, state, createdAt, failingSince } = webhook
  const self = webhookPath(id)
  return {
    ...{ id, url, events, includes_text: includesText, state, created_at: createdAt.toISOString() },
    failing_since: failingSince?.toISOString() ?? null,
    _links: { self, deliveries: `${self}/deliveries` },
  }
}

export function toDeliveryJson(delivery: DeliveryView): z.output<typeof deliveryJson> {
  const { id, event, state, attempts, createdAt, nextAttemptAt, attemptedAt } = delivery
  const { duration, status, problem } = delivery
  return {
    ...{ id, event, state, attempts, created_at: createdAt.toISOString() },
    next_attempt_at: nextAttemptAt?.toISOString() ?? null,
    attempted_at: attemptedAt?.toISOString() ?? null,
    ...{ duration, status, problem },
  }
}
