import { apiRoute, withToken } from '@/lib/api/rest/route'
import { respondWithUser } from '@/lib/api/users/read'
import { updateUser } from '@/lib/api/users/write'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute<{ id: string }>({
  GET: withToken('read', (viewer, _, { id }) => respondWithUser(viewer, id)),
  PUT: withToken('write', (viewer, request, { id }) => updateUser(viewer, request, id)),
})
