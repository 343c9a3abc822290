import { apiRoute } from '@/lib/api/rest/route'
import { listFollowedOperation } from '@/lib/api/users/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(listFollowedOperation)
