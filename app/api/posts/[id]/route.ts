import { deletePostOperation, editPostOperation, getPostOperation } from '@/lib/api/posts/operations'
import { apiRoute } from '@/lib/api/rest/route'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(
  deletePostOperation,
  editPostOperation,
  getPostOperation,
)
