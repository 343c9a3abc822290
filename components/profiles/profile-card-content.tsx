'use client'

import { FollowButton, type FollowTexts } from '@/components/follows/follow-button'
import { followChanges } from '@/components/follows/follow-changes'
import { GuestFollowButton } from '@/components/follows/guest-follow-button'
import { buttonClass } from '@/components/ui/button'
import { browserZone, formatTime } from '@/components/ui/format-time'
import { UserPicture } from '@/components/users/user-picture'
import { fillPluralTemplate, fillTemplate, type PluralTemplate, type Template } from '@/lib/i18n/templates'
import { nameOf, type ProfileCardDetails, type ProfileCardView } from '@/lib/users/view'

export type ProfileCardTexts = {
  loadFailed: string
  picture: Template
  youBlocked: Template
  blockedYou: Template
  lastSeen: Template
  followers: PluralTemplate
  following: PluralTemplate
  edit: string
  message: string
  follow: FollowTexts
}

type Props = { user: ProfileCardView; text: ProfileCardTexts }

/** What the card shows of a user. Rendered in the browser only. */
export function ProfileCardContent({ user, text }: Props) {
  const { username, details } = user
  const name = nameOf(user)
  return (
    <article className="grid gap-3">
      <div className="flex items-center gap-3">
        <UserPicture user={user} size={64} alt={fillTemplate(text.picture, name)} eager />
        <p className="min-w-0">
          <a
            id="profile-card-name"
            href={`/users/${username}`}
            className="block text-lg font-bold [overflow-wrap:anywhere] hover:underline"
          >
            <bdi>{name}</bdi>
          </a>
          <bdi dir="ltr" className="text-sm text-quiet">
            @{username}
          </bdi>
        </p>
      </div>
      {details ? (
        <Details username={username} details={details} text={text} />
      ) : (
        <p>{fillTemplate(user.block === 'viewer' ? text.youBlocked : text.blockedYou, name)}</p>
      )}
    </article>
  )
}

type DetailsProps = { username: string; details: ProfileCardDetails; text: ProfileCardTexts }

const count = 'inline-flex min-h-6 items-center hover:underline'

function Details({ username, details, text }: DetailsProps) {
  const { aboutMe, lastSeenAt, followerCount, followingCount, followedByViewer } = details
  const isFollowed = followChanges.useChange(username)?.isFollowed ?? followedByViewer
  // With what the viewer has changed since the card was loaded.
  const followers = followerCount + Number(isFollowed) - Number(followedByViewer)
  const path = `/users/${username}`
  const [before, after] = text.lastSeen
  return (
    <>
      {aboutMe && (
        <p dir="auto" className="line-clamp-4 text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">
          {aboutMe}
        </p>
      )}
      <p className="text-sm text-quiet">
        {before}
        <time dateTime={lastSeenAt.toISOString()}>
          {formatTime(lastSeenAt, document.documentElement.lang, browserZone(), 'short')}
        </time>
        {after}
      </p>
      <p className="flex flex-wrap gap-x-5 text-sm font-semibold">
        <a href={`${path}/followers`} className={count}>
          {fillPluralTemplate(text.followers, followers)}
        </a>
        <a href={`${path}/following`} className={count}>
          {fillPluralTemplate(text.following, followingCount)}
        </a>
      </p>
      <Actions username={username} details={{ ...details, followedByViewer: isFollowed }} text={text} />
    </>
  )
}

function Actions({ username, details, text }: DetailsProps) {
  const { isOwn, followedByViewer, messagePath } = details
  return (
    <div className="flex flex-wrap gap-2">
      {isOwn ? (
        <a href="/account" className={buttonClass('secondary')}>
          {text.edit}
        </a>
      ) : (
        <>
          {followedByViewer === null ? (
            <GuestFollowButton next={`/users/${username}`} label={text.follow.follow} />
          ) : (
            <FollowButton username={username} following={followedByViewer} text={text.follow} />
          )}
          <a href={messagePath} className={buttonClass('secondary')}>
            {text.message}
          </a>
        </>
      )}
    </div>
  )
}
