import {
  getNotificationSettingsOperation,
  updateNotificationSettingsOperation,
} from '@/lib/api/notifications/settings'
import { apiRoute } from '@/lib/api/rest/route'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(
  getNotificationSettingsOperation,
  updateNotificationSettingsOperation,
)
