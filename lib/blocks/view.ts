import type { UserSummary } from '../users/view'

/** What stands between the viewer and another member. */
export type Relation = { blocks: boolean; blockedBy: boolean; mutes: boolean }

/** A member in the viewer's own lists of the blocked and the muted. */
export type ListedMember = UserSummary & { gravatar: string | null }
