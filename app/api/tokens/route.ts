import { apiRoute, withoutToken, withToken } from '@/lib/api/rest/route'
import { createToken, deleteToken } from '@/lib/api/tokens'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({
  POST: withoutToken(createToken),
  DELETE: withToken('read', deleteToken),
})
