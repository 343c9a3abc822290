import { useTranslations } from 'next-intl'
import type { ComponentType } from 'react'
import type { UserListProps } from '@/components/follows/static-user-list'
import { buttonClass } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import { nameOf, type UserInList } from '@/lib/users/view'

/** The users who like a post. */
export function LikesScreen({
  post: { id, author },
  page,
  List,
}: {
  post: PostView
  page: Page<UserInList>
  List: ComponentType<UserListProps>
}) {
  const t = useTranslations('likes')
  const path = `/posts/${id}`
  const empty = (
    <EmptyState title={t('empty')}>
      <a href={path} className={buttonClass('secondary')}>
        {t('open')}
      </a>
    </EmptyState>
  )
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
      <List page={page} path={`${path}/likes`} empty={empty} />
    </>
  )
}
