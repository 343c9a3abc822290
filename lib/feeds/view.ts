/** A tag and the number of its recent posts. */
export type TagCount = { tag: string; count: number }

/** The lists of a profile. */
export type ProfileTab = 'posts' | 'replies' | 'likes'

/** The path of a list of a profile. */
export function profilePath(username: string, tab: ProfileTab): string {
  const path = `/users/${username}`
  return tab === 'posts' ? path : `${path}/${tab}`
}
