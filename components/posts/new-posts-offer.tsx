import { useTranslations } from 'next-intl'
import { NewPosts } from './new-posts'

/** Offers posts that are newer than a list, at its top. */
export function NewPostsOffer({ viewer, path }: { viewer: number; path: '/' | '/explore' }) {
  const t = useTranslations('newPosts')
  const text = { one: t('one'), several: t.raw('several'), many: t('many') }
  return <NewPosts viewer={viewer} path={path} text={text} />
}
