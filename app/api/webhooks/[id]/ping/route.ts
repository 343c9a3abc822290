import { apiRoute } from '@/lib/api/rest/route'
import { pingWebhookOperation } from '@/lib/api/webhooks/delivery-operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(pingWebhookOperation)
