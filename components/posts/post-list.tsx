import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { InfiniteScroll } from '@/components/ui/infinite-scroll'
import { Pager } from '@/components/ui/pager'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createTemplate } from '@/lib/i18n/templates'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import type { HighlightTerm } from '@/lib/text/highlights'
import { DeleteDialog } from './delete-dialog'
import { PostCard, type PostTexts } from './post-card'

type Props = {
  page: Page<PostView>
  path: string
  empty: ReactNode
  member: boolean
  /** Search terms to highlight. */
  highlights?: HighlightTerm[]
}

/** A page of posts with its pager, or `empty` when there are none. */
export function PostList({ page, path, empty, member, highlights }: Props) {
  const text = usePostTexts()
  if (page.items.length === 0 && !page.newer) return empty
  return (
    <>
      <div data-list className="rounded-xl border border-line bg-card empty:hidden">
        {page.items.map((post) => (
          <PostCard key={post.id} post={post} text={text} highlights={highlights} />
        ))}
      </div>
      <Pager path={path} older={page.older} newer={page.newer} />
      {page.older && <InfiniteScroll older={page.older} />}
      {member && <DeleteConfirmation />}
    </>
  )
}

/** The texts of post cards in the language of the request. */
export function usePostTexts(): PostTexts {
  const locale = useLocale()
  return { ...cardTexts(locale, useTranslations()), locale, now: new Date() }
}

const cardTexts = oncePerLocale(
  (_, t: ReturnType<typeof useTranslations<never>>): Omit<PostTexts, 'locale' | 'now'> => ({
    by: createTemplate((name) => t('post.by', { name })),
    fold: { more: t('postCard.more'), less: t('postCard.less') },
    edited: t('post.edited'),
    replyingTo: createTemplate((username) => t('postCard.replyingTo', { username })),
    replyingToDeleted: t('postCard.replyingToDeleted'),
    reply: t('postCard.reply'),
    replies: createTemplate((count) => t('postCard.replies', { count })),
    like: t('postCard.like'),
    unlike: t('postCard.unlike'),
    likedBy: createTemplate((count) => t('postCard.likedBy', { count })),
    bookmark: t('postCard.bookmark'),
    removeBookmark: t('postCard.removeBookmark'),
    edit: t('post.edit'),
    delete: t('post.delete'),
    picture: createTemplate((name) => t('profile.picture', { name })),
  }),
)

/** The dialog that confirms the deletion of a post; one for all posts of a page. */
export function DeleteConfirmation() {
  const t = useTranslations()
  return (
    <DeleteDialog
      text={{
        title: t('post.deleteTitle'),
        lead: t('post.deleteLead'),
        confirm: t('post.delete'),
        cancel: t('post.cancelDelete'),
        success: t('flash.postDeleted'),
      }}
    />
  )
}
