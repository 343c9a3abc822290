import { apiRoute, withToken } from '@/lib/api/rest/route'
import { respondWithUsers } from '@/lib/api/users/read'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({
  GET: withToken('read', respondWithUsers),
})
