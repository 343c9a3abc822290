import { apiRoute } from '@/lib/api/rest/route'
import { getUserOperation, updateUserOperation } from '@/lib/api/users/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(getUserOperation, updateUserOperation)
