import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { LogInToReply } from '@/components/posts/log-in-to-reply'
import { StaticConversationScreen } from '@/components/posts/static-conversation-screen'
import { setGuestLocale } from '@/lib/i18n/guest-locale'
import { getConversation } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { postShareMetadata } from '@/lib/request/share-metadata'
import { excerpt } from '@/lib/text/code-points'
import { nameOf } from '@/lib/users/view'

type Props = PageProps<'/guest/[locale]/posts/[id]'>

const load = cache(async (text: string) => {
  const id = postId.safeParse(text).data ?? notFound()
  return (await getConversation(null, id, null)) ?? notFound()
})

export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params
  setGuestLocale(locale)
  const [t, { focus }] = await Promise.all([getTranslations(), load(id)])
  if (!focus.post) return { title: t('conversation.deletedTitle') }
  const { author, body } = focus.post
  const title = t('post.title', { name: nameOf(author), excerpt: excerpt(body, 60) })
  return { title, ...postShareMetadata(focus.post, title) }
}

export default async function GuestPostPage({ params }: Props) {
  const { locale, id } = await params
  setGuestLocale(locale)
  const conversation = await load(id)
  const composer = <LogInToReply id={conversation.focus.id} />
  return <StaticConversationScreen conversation={conversation} composer={composer} />
}
