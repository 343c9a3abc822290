import { messagePath } from '@/components/users/message-path'
import { isBlockedEitherWay } from '@/lib/blocks/policy'
import { getRelation } from '@/lib/blocks/queries'
import { getCaller, type Viewer } from '@/lib/request/viewer'
import { collapseBlankLines } from '@/lib/text/display'
import { getUser } from '@/lib/users/queries'
import type { ProfileCardDetails, ProfileCardView, UserView } from '@/lib/users/view'

const headers = { 'Cache-Control': 'private, no-store' }

/** The data of the profile card as JSON, for users and guests. */
export async function GET(_: Request, { params }: RouteContext<'/users/[username]/card'>) {
  const viewer = await getCaller()
  const user = await getUser(viewer, (await params).username)
  if (!user) return Response.json({ error: 'not-found' }, { status: 404, headers })
  const relation = await getRelation(viewer, user.id)
  const { id, username, displayName, avatar, gravatar } = user
  const card: ProfileCardView = {
    id,
    username,
    displayName,
    avatar,
    gravatar,
    block: relation?.blocks ? 'viewer' : relation?.blockedBy ? 'user' : null,
    details: isBlockedEitherWay(relation) ? null : detailsFor(viewer, user),
  }
  return Response.json(card, { headers })
}

function detailsFor(viewer: Viewer | null, user: UserView): ProfileCardDetails {
  const { aboutMe, followerCount, followingCount, lastSeenAt, followedByViewer } = user
  return {
    aboutMe: collapseBlankLines(aboutMe),
    followerCount,
    followingCount,
    lastSeenAt,
    followedByViewer,
    isOwn: viewer?.id === user.id,
    messagePath: messagePath(user, viewer),
  }
}
