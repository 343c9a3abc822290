import { PostBody } from '@/components/posts/post-body'
import { RelativeTime } from '@/components/ui/relative-time'
import type { MessageItem } from '@/lib/messages/view'

type Props = {
  message: MessageItem
  /** The name of the author, or "You". */
  author: string
}

/** A message in a thread. */
export function MessageRow({ message: { id, own, text, createdAt }, author }: Props) {
  return (
    <li id={`message-${id}`} data-own={own ? '' : undefined} className="bubble">
      <div data-text>
        <span className="sr-only">{`${author}: `}</span>
        <PostBody text={text} />
      </div>
      <RelativeTime date={createdAt} />
    </li>
  )
}
