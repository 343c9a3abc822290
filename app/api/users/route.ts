import { apiRoute, withoutToken, withToken } from '@/lib/api/rest/route'
import { respondWithUsers } from '@/lib/api/users/read'
import { createUser } from '@/lib/api/users/write'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({
  GET: withToken('read', respondWithUsers),
  POST: withoutToken(createUser),
})
