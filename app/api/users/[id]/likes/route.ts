import { apiRoute } from '@/lib/api/rest/route'
import { userLikesOperation } from '@/lib/api/timelines/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(userLikesOperation)
