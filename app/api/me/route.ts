import { apiRoute } from '@/lib/api/rest/route'
import { getOwnAccountOperation } from '@/lib/api/users/own-account'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(getOwnAccountOperation)
