import { listLikersOperation } from '@/lib/api/posts/reactions'
import { apiRoute } from '@/lib/api/rest/route'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(listLikersOperation)
