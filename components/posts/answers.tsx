import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { PostView } from '@/lib/posts/view'

/** What stands below a post: how to answer it. A guest logs in first and comes back to the composer. */
export function Answers({ post, member }: { post: PostView; member: boolean }) {
  const t = useTranslations('post')
  const { username } = post.author
  const composer = `/?to=${username}`
  return (
    <section aria-labelledby="answers" className="grid gap-3">
      <h2 id="answers" className="text-lg font-semibold">
        {t('answers')}
      </h2>
      <EmptyState title={t(post.own ? 'ownTitle' : 'answerTitle')}>
        <p className="text-quiet">{post.own ? t('ownHint') : t('answerHint', { username })}</p>
        {!post.own && (
          <a
            href={member ? composer : `/login?next=${encodeURIComponent(composer)}`}
            className={buttonClass('secondary')}
          >
            {t('answer', { username })}
          </a>
        )}
      </EmptyState>
    </section>
  )
}
