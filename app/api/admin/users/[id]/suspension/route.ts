import {
  getSuspensionOperation,
  suspendMemberOperation,
  unsuspendMemberOperation,
} from '@/lib/api/admin/suspensions'
import { apiRoute } from '@/lib/api/rest/route'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(
  getSuspensionOperation,
  suspendMemberOperation,
  unsuspendMemberOperation,
)
