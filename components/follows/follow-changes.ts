'use client'

import { createChangeStore } from '@/components/ui/change-store'
import type { UserInList } from '@/lib/users/view'

/** Whether the viewer follows users, as changed since the server sent them; by username. */
export const followChanges = createChangeStore<string, { isFollowed: boolean }>()

/** The users of a list with the current state of their follow buttons. */
export function currentUsers(users: UserInList[]): UserInList[] {
  return users.map((user) => {
    const change = followChanges.read(user.username)
    return change ? { ...user, followedByViewer: change.isFollowed } : user
  })
}
