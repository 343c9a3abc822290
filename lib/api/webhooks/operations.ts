import { AppError } from '../../errors'
import { clientAddress } from '../../http/cookies'
import type { Viewer } from '../../viewer'
import { createWebhook, deleteWebhook, rotateSecret, updateWebhook } from '../../webhooks/mutations'
import { getWebhook, listWebhooks } from '../../webhooks/queries'
import { webhookFields } from '../../webhooks/schema'
import { z } from '../../zod'
import { memberOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { respondWithChange, respondWithJson, respondWithoutBody } from '../rest/respond'
import { newWebhookJson, secretJson, toWebhookJson, webhookJson, webhookPath } from './webhook-json'

const proofNeeded = 'Needs a token of `POST /api/tokens` that is less than ten minutes old.'

const { url, events, includes_text } = webhookFields

/** The client of a request, for the mail that reports a new address. */
const originOf = ({ headers }: Request) => ({
  client: { ip: clientAddress(headers), userAgent: headers.get('user-agent') ?? '' },
})

/** @throws AppError `not-found` */
export async function requireWebhook(viewer: Viewer, id: number) {
  const webhook = await getWebhook(viewer, id)
  if (!webhook) throw new AppError('not-found', `webhook ${id}`)
  return webhook
}

export const listWebhooksOperation = memberOperation(
  {
    id: 'listWebhooks',
    method: 'GET',
    path: '/api/webhooks',
    tag: 'Webhooks',
    refusesApps: true,
    summary: 'Your webhooks, by id',
    access: 'read',
    responses: {
      200: {
        description: 'All webhooks.',
        schema: z.object({ items: z.array(webhookJson) }),
        headers: ['ETag'],
      },
    },
  },
  async ({ viewer, request }) =>
    respondWithJson(request, { items: (await listWebhooks(viewer)).map(toWebhookJson) }),
)

export const createWebhookOperation = memberOperation(
  {
    id: 'createWebhook',
    method: 'POST',
    path: '/api/webhooks',
    tag: 'Webhooks',
    refusesApps: true,
    summary: 'Create a webhook',
    description: `It gets the event \`ping\` first. ${proofNeeded}`,
    access: 'write',
    limit: 'webhook',
    body: z
      .object({ url, events, includes_text: includes_text.default(false) })
      .meta({ examples: [{ url: 'https://example.com/hook', events: ['post.created', 'reply'] }] }),
    responses: {
      201: { description: 'The webhook with its secret.', schema: newWebhookJson, headers: ['Location'] },
    },
    errors: [403],
  },
  async ({ viewer, request, body: { includes_text: includesText, ...input } }) => {
    const { id, secret } = await createWebhook(viewer, { ...input, includesText }, originOf(request))
    const webhook = toWebhookJson(await requireWebhook(viewer, id))
    const headers = { Location: webhookPath(id) }
    return respondWithChange({ ...webhook, secret }, { status: 201, headers })
  },
)

export const getWebhookOperation = memberOperation(
  {
    id: 'getWebhook',
    method: 'GET',
    path: '/api/webhooks/{id}',
    tag: 'Webhooks',
    refusesApps: true,
    summary: 'One of your webhooks',
    access: 'read',
    params: idPath,
    responses: { 200: { description: 'The webhook.', schema: webhookJson, headers: ['ETag'] } },
  },
  async ({ viewer, request, params }) =>
    respondWithJson(request, toWebhookJson(await requireWebhook(viewer, params.id))),
)

export const updateWebhookOperation = memberOperation(
  {
    id: 'updateWebhook',
    method: 'PATCH',
    path: '/api/webhooks/{id}',
    tag: 'Webhooks',
    refusesApps: true,
    summary: 'Change, pause or restart a webhook',
    description: `Absent fields stay as they are. ${proofNeeded}`,
    access: 'write',
    limit: 'webhook',
    params: idPath,
    body: z
      .object({ url, events, includes_text, active: z.boolean() })
      .partial()
      .meta({ examples: [{ active: false }] }),
    responses: { 200: { description: 'The changed webhook.', schema: webhookJson } },
    errors: [403],
  },
  async ({ viewer, request, params: { id }, body }) => {
    const before = await requireWebhook(viewer, id)
    const change = {
      id,
      url: body.url ?? before.url,
      events: body.events ?? before.events,
      includesText: body.includes_text ?? before.includesText,
      isActive: body.active ?? before.state === 'active',
    }
    await updateWebhook(viewer, change, originOf(request))
    return respondWithChange(toWebhookJson(await requireWebhook(viewer, id)))
  },
)

export const deleteWebhookOperation = memberOperation(
  {
    id: 'deleteWebhook',
    method: 'DELETE',
    path: '/api/webhooks/{id}',
    tag: 'Webhooks',
    refusesApps: true,
    summary: 'Delete a webhook with its deliveries',
    access: 'write',
    limit: 'webhook',
    params: idPath,
    responses: { 204: { description: 'The webhook is deleted.' } },
  },
  async ({ viewer, params: { id } }) => {
    await requireWebhook(viewer, id)
    await deleteWebhook(viewer, id)
    return respondWithoutBody()
  },
)

export const rotateWebhookSecretOperation = memberOperation(
  {
    id: 'rotateWebhookSecret',
    method: 'POST',
    path: '/api/webhooks/{id}/secret',
    tag: 'Webhooks',
    refusesApps: true,
    summary: 'Replace the signing secret',
    description: `For a day, requests are signed with the former secret too. ${proofNeeded}`,
    access: 'write',
    limit: 'webhook',
    params: idPath,
    responses: { 200: { description: 'The new secret.', schema: secretJson } },
    errors: [403],
  },
  async ({ viewer, params }) => respondWithChange({ secret: await rotateSecret(viewer, params) }),
)
