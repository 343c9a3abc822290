import { apiRoute } from '@/lib/api/rest/route'
import { searchPostsOperation } from '@/lib/api/search/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(searchPostsOperation)
