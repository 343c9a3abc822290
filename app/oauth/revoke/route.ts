import { appRoute } from '@/lib/api/oauth/route'
import { revokeAppToken } from '@/lib/api/oauth/token'

export const dynamic = 'force-dynamic'

export const { POST, OPTIONS } = appRoute(revokeAppToken)
