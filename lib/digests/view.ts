import type { NotificationView } from '../notifications/view'
import type { UserSummary } from '../users/view'
import type { ActiveFrequency } from './policy'
import type { DigestFrequency } from './schema'

/** The setting of a member. */
export type DigestSetting = {
  frequency: DigestFrequency
  /** Summaries are sent to a verified address only. */
  isEmailVerified: boolean
}

/** What a link to unsubscribe belongs to. */
export type SubscriptionStatus = { username: string; isSubscribed: boolean }

/** The content of a summary. */
export type Digest = {
  recipient: { username: string; email: string; locale: string | null }
  frequency: ActiveFrequency
  unsubscribeToken: string
  notificationCount: number
  /** The latest of them. */
  notifications: NotificationView[]
  messageCount: number
  /** The members who wrote the latest of them. */
  senders: UserSummary[]
}
