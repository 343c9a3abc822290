import { useTranslations } from 'next-intl'
import { UserList } from '@/components/follows/user-list'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { Page } from '@/lib/page'
import type { UserInList } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer-type'

/** Who likes a post. */
export function LikesScreen({
  postId,
  page,
  viewer,
}: {
  postId: number
  page: Page<UserInList>
  viewer: Viewer | null
}) {
  const t = useTranslations('likes')
  const path = `/posts/${postId}`
  return (
    <>
      <PageHeading title={t('title')}>
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
