import { useTranslations } from 'next-intl'
import { RelationMenu } from '@/components/blocks/relation-menu'
import { FollowControl } from '@/components/follows/follow-control'
import { buttonClass } from '@/components/ui/button'
import { FeedLink } from '@/components/ui/feed-link'
import { LocalTime } from '@/components/ui/local-time'
import { isBlockedEitherWay } from '@/lib/blocks/policy'
import type { Relation } from '@/lib/blocks/view'
import { createTemplate } from '@/lib/i18n/templates'
import { nameOf, type UserView } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import { AboutText } from '../users/about-text'
import { messagePath } from '../users/message-path'
import { UserPicture } from '../users/user-picture'

const count = 'inline-flex min-h-11 items-center hover:underline'

type Props = { user: UserView; viewer: Viewer | null; relation: Relation | null }

/** The picture, names, about-me and counts of a user, with the buttons for the viewer. */
export function ProfileHeader({ user, viewer, relation }: Props) {
  const t = useTranslations('profile')
  const [joinedBefore, joinedAfter] = createTemplate((date) => t('joined', { date }))
  const path = `/users/${user.username}`
  return (
    <>
      <header className="page-head bleed">
        <h1>
          <bdi>{nameOf(user)}</bdi>
        </h1>
      </header>
      <section
        aria-label={t('about')}
        className="bleed relative -mt-4 grid gap-3 border-b border-line px-(--gutter) pt-4 pb-2"
      >
        <div className="flex flex-wrap items-start justify-between gap-4">
          <UserPicture user={user} size={128} alt={t('picture', { name: nameOf(user) })} eager />
          {viewer?.id === user.id ? (
            <a href="/account" className={buttonClass('secondary')}>
              {t('edit')}
            </a>
          ) : (
            <div className="flex flex-wrap items-start justify-end gap-2">
              {!isBlockedEitherWay(relation) && (
                <>
                  <a href={messagePath(user, viewer)} className={buttonClass('secondary')}>
                    {t('message')}
                  </a>
                  <FollowControl viewer={viewer} user={user} next={path} />
                </>
              )}
              {relation && (
                <div className="max-sm:absolute max-sm:end-4 max-sm:top-4">
                  <RelationMenu username={user.username} relation={relation} />
                </div>
              )}
            </div>
          )}
        </div>
        <p className="text-lg font-bold">
          <bdi dir="ltr">@{user.username}</bdi>
        </p>
        {user.aboutMe && <AboutText text={user.aboutMe} />}
        <p className="flex flex-wrap gap-x-4 text-sm text-quiet">
          <span>
            {joinedBefore}
            <LocalTime date={user.createdAt} style="date" />
            {joinedAfter}
          </span>
          <span>
            {t.rich('lastSeen', {
              when: () => <LocalTime date={user.lastSeenAt} style="long" />,
            })}
          </span>
        </p>
        <p className="flex flex-wrap gap-x-5 text-sm font-semibold">
          <span className="inline-flex min-h-11 items-center">{t('posts', { count: user.postCount })}</span>
          <a href={`${path}/followers`} className={count}>
            {t('followers', { count: user.followerCount })}
          </a>
          <a href={`${path}/following`} className={count}>
            {t('following', { count: user.followingCount })}
          </a>
          <FeedLink href={`${path}/feed.xml`} />
        </p>
      </section>
    </>
  )
}
