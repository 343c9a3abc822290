import { listExportsOperation, startExportOperation } from '@/lib/api/exports/operations'
import { apiRoute } from '@/lib/api/rest/route'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(startExportOperation, listExportsOperation)
