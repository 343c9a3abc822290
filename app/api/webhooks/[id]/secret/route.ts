import { apiRoute } from '@/lib/api/rest/route'
import { rotateWebhookSecretOperation } from '@/lib/api/webhooks/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(rotateWebhookSecretOperation)
