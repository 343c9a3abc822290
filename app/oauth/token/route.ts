import { appRoute } from '@/lib/api/oauth/route'
import { issueAppTokens } from '@/lib/api/oauth/token'

export const dynamic = 'force-dynamic'

export const { POST, OPTIONS } = appRoute(issueAppTokens)
