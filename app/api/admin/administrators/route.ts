import { listAdministratorsOperation } from '@/lib/api/admin/administrators'
import { apiRoute } from '@/lib/api/rest/route'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(listAdministratorsOperation)
