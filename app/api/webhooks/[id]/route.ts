import { apiRoute } from '@/lib/api/rest/route'
import {
  deleteWebhookOperation,
  getWebhookOperation,
  updateWebhookOperation,
} from '@/lib/api/webhooks/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(
  deleteWebhookOperation,
  getWebhookOperation,
  updateWebhookOperation,
)
