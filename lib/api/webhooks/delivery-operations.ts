import { maySeeMessages } from '../../api-tokens/policy'
import { AppError } from '../../errors'
import { mapPage, parseCursor, parsePosition } from '../../page'
import { resendDelivery, sendPing } from '../../webhook-deliveries/mutations'
import { listDeliveries } from '../../webhook-deliveries/queries'
import { parseDeliveryId } from '../../webhook-deliveries/schema'
import { z } from '../../zod'
import { HttpRefusal } from '../rest/errors'
import { listJson, listQuery, respondWithPage } from '../rest/list'
import { memberOperation } from '../rest/operation'
import { idPath } from '../rest/path'
import { respondWithoutBody } from '../rest/respond'
import { requireWebhook } from './operations'
import { deliveryJson, toDeliveryJson, webhookPath } from './webhook-json'

const position = z
  .string()
  .refine((text) => parsePosition(text, parseDeliveryId) !== null, 'Use the links next and prev of the list.')
  .optional()
  .meta({ examples: ['1795771800000-0198f3a0-5b7e-7c11-9d2f-3f6a1c2b4d5e'] })

/** @throws HttpRefusal 409 when `work` finds that the webhook is not active */
async function refuseInactive(work: Promise<void>): Promise<Response> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error
    throw new HttpRefusal(409, 'The webhook is not active. Make it active with PATCH first.')
  }
  return respondWithoutBody()
}

export const listDeliveriesOperation = memberOperation(
  {
    id: 'listWebhookDeliveries',
    method: 'GET',
    path: '/api/webhooks/{id}/deliveries',
    tag: 'Webhooks',
    refusesApps: true,
    summary: 'The deliveries of a webhook, the newest first',
    description: 'Deliveries of the event `message` need a token with the scope `messages`.',
    access: 'read',
    params: idPath,
    query: listQuery.extend({ before: position, after: position }),
    responses: {
      200: {
        description: 'A page of deliveries.',
        schema: listJson(deliveryJson),
        headers: ['ETag', 'Link'],
      },
    },
  },
  async ({ viewer, token, request, params: { id }, query }) => {
    await requireWebhook(viewer, id)
    const { limit, ...place } = query
    const page = await listDeliveries(
      viewer,
      id,
      parseCursor(place, parseDeliveryId),
      limit,
      maySeeMessages(token),
    )
    return respondWithPage(request, `${webhookPath(id)}/deliveries`, query, mapPage(page, toDeliveryJson))
  },
)

export const resendDeliveryOperation = memberOperation(
  {
    id: 'resendWebhookDelivery',
    method: 'POST',
    path: '/api/webhooks/{id}/deliveries/{delivery}/resend',
    tag: 'Webhooks',
    refusesApps: true,
    summary: 'Send a delivery again',
    access: 'write',
    limit: 'webhook',
    params: idPath.extend({ delivery: z.uuid() }),
    responses: { 204: { description: 'The delivery is queued again, with the same id.' } },
    errors: [409],
  },
  ({ viewer, token, params: { id, delivery } }) =>
    refuseInactive(resendDelivery(viewer, { webhook: id, delivery }, maySeeMessages(token))),
)

export const pingWebhookOperation = memberOperation(
  {
    id: 'pingWebhook',
    method: 'POST',
    path: '/api/webhooks/{id}/ping',
    tag: 'Webhooks',
    refusesApps: true,
    summary: 'Send the event `ping`',
    access: 'write',
    limit: 'webhook',
    params: idPath,
    responses: { 204: { description: 'The event is queued.' } },
    errors: [409],
  },
  ({ viewer, params: { id } }) => refuseInactive(sendPing(viewer, id)),
)
