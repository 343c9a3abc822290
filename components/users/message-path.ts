import { logInPath } from '@/lib/sessions/schema'

/** Where a private message to a member is written; a guest logs in first. */
export function messagePath(to: { username: string }, viewer: { id: number } | null): string {
  const path = `/messages/${to.username}`
  return viewer ? path : logInPath(path, 'message')
}
