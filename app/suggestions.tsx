import { PeopleToFollow } from '@/components/follows/people-to-follow'
import { TagLinks } from '@/components/posts/tag-links'
import { popularTags } from '@/lib/feeds/queries'
import { suggestUsersToFollow } from '@/lib/follows/queries'
import type { Viewer } from '@/lib/viewer'

// Suggestions below empty lists. Each reads the database only when it is rendered. Not for prerendered pages, which
// stay in memory when the tags change. The style sheet hides them where the side column has the same lists.

const suggestedPeople = 3
const suggestedTags = 5

/** People whom the viewer may want to follow. */
export async function SuggestedPeople({ viewer }: { viewer: Viewer }) {
  return (
    <div className="suggestions">
      <PeopleToFollow people={await suggestUsersToFollow(viewer, suggestedPeople)} />
    </div>
  )
}

/** The popular tags. */
export async function SuggestedTags() {
  return (
    <div className="suggestions">
      <TagLinks tags={await popularTags(suggestedTags)} />
    </div>
  )
}
