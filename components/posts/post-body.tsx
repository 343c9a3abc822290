import { Fragment, type ReactNode } from 'react'
import { type BodyPart, parseBody } from '@/lib/text/parse-body'

/** A post's text with its links, known mentions and tags; all of it text nodes, never markup. */
export function PostBody({ body, mentions }: { body: string; mentions: string[] }) {
  return (
    <p dir="auto" className="post-body">
      {parseBody(body).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
        <Fragment key={index}>{renderPart(part, mentions)}</Fragment>
      ))}
    </p>
  )
}

function renderPart(part: BodyPart, mentions: string[]): ReactNode {
  if (part.kind === 'link')
    return (
      <a href={part.href} rel="nofollow ugc">
        {part.text}
      </a>
    )
  if (part.kind === 'tag') return <a href={`/tags/${encodeURIComponent(part.tag)}`}>{part.text}</a>
  if (part.kind === 'mention' && mentions.includes(part.username))
    return <a href={`/users/${part.username}`}>{part.text}</a>
  return part.text
}
