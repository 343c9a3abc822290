import { apiRoute } from '@/lib/api/rest/route'
import { createWebhookOperation, listWebhooksOperation } from '@/lib/api/webhooks/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(
  createWebhookOperation,
  listWebhooksOperation,
)
