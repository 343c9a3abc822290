import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { RelativeTime } from '@/components/ui/relative-time'
import type { PostVersion, PostView } from '@/lib/posts/view'
import { nameOf } from '@/lib/users/view'
import { PostBody } from './post-body'
import { usePostTexts } from './post-list'

/** The versions of a post, newest first. */
export function HistoryScreen({ post, versions }: { post: PostView; versions: PostVersion[] }) {
  const t = useTranslations('history')
  const { locale, now } = usePostTexts()
  return (
    <>
      <PageHeading title={t('title')}>
        {t.rich('lead', {
          name: nameOf(post.author),
          author: (name) => (
            <a href={`/users/${post.author.username}`} className="underline underline-offset-2">
              {name}
            </a>
          ),
        })}
      </PageHeading>
      <ol className="rounded-xl border border-line bg-card" reversed>
        {versions.map((version, index) => (
          <li key={version.createdAt.getTime()} className="border-b border-line p-4 last:border-b-0">
            <p className="text-sm text-quiet">
              {index === 0 ? t('current') : t('earlier')}
              {' · '}
              <RelativeTime date={version.createdAt} now={now} locale={locale} />
            </p>
            <PostBody body={version.body} mentions={post.mentions} />
          </li>
        ))}
      </ol>
      <a
        href={`/posts/${post.id}#post-${post.id}`}
        className={`${buttonClass('secondary')} justify-self-start`}
      >
        {t('back')}
      </a>
    </>
  )
}
