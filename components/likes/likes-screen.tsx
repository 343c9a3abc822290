import { useTranslations } from 'next-intl'
import { UserList } from '@/components/follows/user-list'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import { nameOf, type UserInList } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'

/** The users who like a post. */
export function LikesScreen({
  post: { id, author },
  page,
  viewer,
}: {
  post: PostView
  page: Page<UserInList>
  viewer: Viewer | null
}) {
  const t = useTranslations('likes')
  const path = `/posts/${id}`
  return (
    <>
      <PageHeading title={t('title')}>
        {t.rich('lead', {
          name: nameOf(author),
          author: (name) => (
            <a href={`/users/${author.username}`} className="underline underline-offset-2">
              {name}
            </a>
          ),
        })}{' '}
        <a href={path} className="inline-flex min-h-11 items-center underline underline-offset-2">
          {t('back')}
        </a>
      </PageHeading>
      <UserList
        page={page}
        path={`${path}/likes`}
        viewer={viewer}
        empty={<EmptyState title={t('empty')} />}
      />
    </>
  )
}
