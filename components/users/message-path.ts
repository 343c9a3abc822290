import { logInPath } from '@/lib/sessions/schema'

/** The path of the thread with a user; for guests the path of the log-in page that leads there. */
export function messagePath(to: { username: string }, viewer: { id: number } | null): string {
  const path = `/messages/${to.username}`
  return viewer ? path : logInPath(path, 'message')
}
