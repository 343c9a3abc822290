import { apiRoute, withToken } from '@/lib/api/rest/route'
import { respondWithUser } from '@/lib/api/users/read'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute<{ id: string }>({
  GET: withToken('read', (viewer, _, { id }) => respondWithUser(viewer, id)),
})
