import { apiRoute } from '@/lib/api/rest/route'
import { createTokenOperation, revokeTokenOperation } from '@/lib/api/tokens/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(createTokenOperation, revokeTokenOperation)
