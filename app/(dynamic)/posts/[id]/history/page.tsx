import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { HistoryScreen } from '@/components/posts/history-screen'
import { getHistory } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { getViewer } from '@/lib/request/viewer'
import { nameOf } from '@/lib/users/view'

type Props = PageProps<'/posts/[id]/history'>

const load = cache(async (text: string) => {
  const id = postId.safeParse(text).data ?? notFound()
  return (await getHistory(await getViewer(), id)) ?? notFound()
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { post }] = await Promise.all([getTranslations('history'), load((await params).id)])
  return { title: t('metaTitle', { name: nameOf(post.author) }) }
}

export default async function HistoryPage({ params }: Props) {
  return <HistoryScreen {...(await load((await params).id))} />
}
