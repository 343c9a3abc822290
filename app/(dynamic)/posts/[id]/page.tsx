import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { ConversationScreen } from '@/components/posts/conversation-screen'
import { LogInToReply } from '@/components/posts/log-in-to-reply'
import { ReplyComposer } from '@/components/posts/reply-composer'
import { StaticConversationScreen } from '@/components/posts/static-conversation-screen'
import { parseCursor } from '@/lib/page'
import { getConversation } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { firstParam } from '@/lib/request/search-params'
import { postShareMetadata } from '@/lib/request/share-metadata'
import { getViewer } from '@/lib/request/viewer'
import { excerpt } from '@/lib/text/code-points'
import { nameOf } from '@/lib/users/view'

type Props = PageProps<'/posts/[id]'>

const loadConversation = cache(async (text: string, isLatest: boolean, before?: string, after?: string) => {
  const id = postId.safeParse(text).data ?? notFound()
  const opening = isLatest ? 'latest' : parseCursor({ before, after })
  return (await getConversation(await getViewer(), id, opening)) ?? notFound()
})

/** Passes values to the cache: metadata and page get different promises of the same parameters. */
async function load({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams])
  return loadConversation(id, 'latest' in query, firstParam(query.before), firstParam(query.after))
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [t, viewer, { focus }] = await Promise.all([getTranslations(), getViewer(), load(props)])
  if (!focus.post) return { title: t('conversation.deletedTitle') }
  const { author, body } = focus.post
  const title = t('post.title', { name: nameOf(author), excerpt: excerpt(body, 60) })
  return { title, ...(!viewer && postShareMetadata(focus.post, title)) }
}

export default async function PostPage(props: Props) {
  const [viewer, conversation, query] = await Promise.all([getViewer(), load(props), props.searchParams])
  if (!viewer)
    return (
      <StaticConversationScreen
        conversation={conversation}
        composer={<LogInToReply id={conversation.focus.id} />}
      />
    )
  const opening = [firstParam(query.before), firstParam(query.after), 'latest' in query].join()
  const reply = firstParam(query.reply)
  return (
    <ConversationScreen
      conversation={conversation}
      composer={<ReplyComposer viewer={viewer} conversation={conversation} reply={reply} />}
      viewerId={viewer.id}
      opening={opening}
    />
  )
}
