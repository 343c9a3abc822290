import { apiRoute, withToken } from '@/lib/api/rest/route'
import { respondWithFollows } from '@/lib/api/users/read'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute<{ id: string }>({
  GET: withToken('read', (viewer, request, { id }) => respondWithFollows(viewer, request, id, 'followers')),
})
