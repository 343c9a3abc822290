import { listRepliesOperation } from '@/lib/api/posts/conversation'
import { apiRoute } from '@/lib/api/rest/route'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(listRepliesOperation)
