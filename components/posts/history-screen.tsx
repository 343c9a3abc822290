import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { RelativeTime } from '@/components/ui/relative-time'
import type { PostVersion, PostView } from '@/lib/posts/view'
import { toRichText } from '@/lib/text/rich-text'
import { nameOf } from '@/lib/users/view'
import { PostBody } from './post-body'

/** The versions of a post, newest first. */
export function HistoryScreen({ post, versions }: { post: PostView; versions: PostVersion[] }) {
  const t = useTranslations('history')
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
      <ol className="list" reversed>
        {versions.map((version, index) => (
          <li key={version.createdAt.getTime()} className="px-(--gutter) py-3.5">
            <p className="text-sm text-quiet">
              {index === 0 ? t('current') : t('earlier')}
              {' · '}
              <RelativeTime date={version.createdAt} />
            </p>
            <PostBody text={toRichText(version.body, post.mentions)} />
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
