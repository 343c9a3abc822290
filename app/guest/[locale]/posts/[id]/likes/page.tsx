import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { StaticUserList } from '@/components/follows/static-user-list'
import { LikesScreen } from '@/components/likes/likes-screen'
import { env } from '@/lib/env'
import { setGuestLocale } from '@/lib/i18n/guest-locale'
import { listLikers } from '@/lib/likes/queries'
import { getPost } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { excerpt } from '@/lib/text/code-points'
import { nameOf } from '@/lib/users/view'

type Props = PageProps<'/guest/[locale]/posts/[id]/likes'>

const load = cache(async (id: string) => {
  const parsed = postId.safeParse(id)
  return (parsed.success && (await getPost(null, parsed.data))) || notFound()
})

export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params
  setGuestLocale(locale)
  const [t, post] = await Promise.all([getTranslations('likes'), load(id)])
  return { title: t('titleOf', { name: nameOf(post.author), excerpt: excerpt(post.body, 60) }) }
}

export default async function GuestLikesPage({ params }: Props) {
  const { locale, id } = await params
  setGuestLocale(locale)
  const post = await load(id)
  const page = await listLikers(null, post.id, null, env.POSTS_PER_PAGE)
  return <LikesScreen post={post} page={page} List={StaticUserList} />
}
