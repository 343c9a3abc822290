import { apiRoute } from '@/lib/api/rest/route'
import { searchUsersOperation } from '@/lib/api/search/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(searchUsersOperation)
