import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { ConversationScreen } from '@/components/posts/conversation-screen'
import { LogInToReply } from '@/components/posts/log-in-to-reply'
import { ReplyComposer } from '@/components/posts/reply-composer'
import { parseCursor } from '@/lib/page'
import { getConversation } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { firstParam } from '@/lib/request/search-params'
import { getViewer } from '@/lib/request/viewer'
import { excerpt } from '@/lib/text/code-points'
import { nameOf } from '@/lib/users/view'

type Props = PageProps<'/posts/[id]'>

const load = cache(async (params: Props['params'], searchParams: Props['searchParams']) => {
  const id = postId.safeParse((await params).id).data ?? notFound()
  const query = await searchParams
  const opening = 'latest' in query ? 'latest' : parseCursor(query)
  return (await getConversation(await getViewer(), id, opening)) ?? notFound()
})

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [t, { focus }] = await Promise.all([getTranslations(), load(params, searchParams)])
  if (!focus.post) return { title: t('conversation.deletedTitle') }
  const { author, body } = focus.post
  return { title: t('post.title', { name: nameOf(author), excerpt: excerpt(body, 60) }) }
}

export default async function PostPage({ params, searchParams }: Props) {
  const [viewer, conversation] = await Promise.all([getViewer(), load(params, searchParams)])
  const reply = firstParam((await searchParams).reply)
  return (
    <ConversationScreen
      conversation={conversation}
      viewerId={viewer?.id ?? null}
      composer={
        viewer ? (
          <ReplyComposer viewer={viewer} conversation={conversation} reply={reply} />
        ) : (
          <LogInToReply id={conversation.focus.id} />
        )
      }
    />
  )
}
